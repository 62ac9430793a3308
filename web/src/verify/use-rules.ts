import type { Field, Verdict } from '@cardmill/contracts';
import type { CompiledPattern } from '@cardmill/extraction';
import { type Check, createCheck } from '@cardmill/extraction/check';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A pattern that takes its value out of more text than that says nothing about the value alone. */
const OF_MORE = /\((?!\?)|\(\?P?</;

/** Longer ones say nothing to whoever reads cards. */
const SHORT_PATTERN = 32;

/** What the field's rules say about what a person wrote: the same rules by which the machine's value was checked. Null without a value. */
export function useRules(field: Field, written: string | null): Check | null {
  const check = useMemo(() => createCheck(field), [field]);
  const source = field.pattern;
  const [pattern, setPattern] = useState<CompiledPattern | null>(null);
  const wanted = written !== null && source !== null && !OF_MORE.test(source) ? source : null;
  useEffect(() => {
    if (wanted === null) return;
    let gone = false;
    const load = async (): Promise<void> => {
      // A chunk of its own: few fields have a pattern.
      const { compilePattern } = await import('@cardmill/extraction');
      const compiled = compilePattern(wanted);
      if (!gone && compiled.ok) setPattern(compiled.pattern);
    };
    // Without it (a server that was updated, a lost line) the other rules are looked at.
    load().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [wanted]);
  if (written === null) return null;
  const value = written.trim();
  if (value === '') return check(null, true);
  return check(value, wanted === null || pattern === null || pattern.find(value)?.value === value);
}

/** Why a value asks for a person, as precisely as the field says it. */
export function useWhy(field: Field): (verdict: Verdict) => string {
  const { t } = useTranslation();
  return (verdict) => {
    switch (verdict) {
      case 'kind':
        return t('verify.notKind', { kind: t(`kind.${field.kind}`) });
      case 'pattern':
        return field.pattern !== null && field.pattern.length <= SHORT_PATTERN
          ? t('verify.notPattern', { pattern: field.pattern })
          : t('verdict.pattern');
      case 'vocabulary':
        return t('verify.notListed', { count: field.vocabulary.length });
      case 'required':
        return t('verify.isRequired');
      case 'ok':
      case 'empty':
        return '';
    }
  };
}
