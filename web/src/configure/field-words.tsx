import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Words as a list of tags; Enter and a comma add one. */
export function Words({
  words,
  onChange,
}: {
  words: readonly string[];
  onChange: (words: string[]) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const add = (): void => {
    const word = text.trim();
    setText('');
    if (word !== '' && !words.includes(word)) onChange([...words, word]);
  };
  return (
    <div className="tags">
      {words.map((word) => (
        <span key={word} className="tag">
          {word}
          <button
            type="button"
            aria-label={t('configure.removeWord', { word })}
            title={t('configure.removeWord', { word })}
            onClick={() => onChange(words.filter((other) => other !== word))}
          >
            <X className="i" aria-hidden />
          </button>
        </span>
      ))}
      <span className="field-in" style={{ width: 170 }}>
        <input
          aria-label={t('configure.addWord')}
          placeholder={t('configure.word')}
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ',') return;
            event.preventDefault();
            add();
          }}
        />
        <button
          type="button"
          className="btn ghost"
          style={{ width: 24, height: 24, padding: 0 }}
          aria-label={t('configure.addWord')}
          onClick={add}
        >
          <Plus className="i" aria-hidden />
        </button>
      </span>
    </div>
  );
}

/** One value on each line. The text is kept as typed, so that an empty line can be begun. */
export function Vocabulary({
  id,
  values,
  onChange,
}: {
  id: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
}) {
  const [text, setText] = useState(values.join('\n'));
  return (
    <textarea
      id={id}
      className="field-in"
      rows={4}
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        const lines = event.target.value.split('\n').map((line) => line.trim());
        onChange([...new Set(lines.filter((line) => line !== ''))]);
      }}
    />
  );
}
