/** Takes a word into a text in the place of what is marked, with the blanks it needs. @returns the text and where the caret stands then */
export function joinWord(
  text: string,
  start: number,
  end: number,
  word: string,
): { text: string; caret: number } {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const lead = before === '' || /\s$/.test(before) ? '' : ' ';
  const trail = after === '' || /^[\s,.;:)\]]/.test(after) ? '' : ' ';
  const head = `${before}${lead}${word}`;
  return { text: `${head}${trail}${after}`, caret: head.length };
}
