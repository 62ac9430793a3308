import type { Template } from '@cardmill/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFault } from '../../i18n/use-fault.ts';
import { Question } from '../../parts/dialog.tsx';
import { Note } from '../../parts/note.tsx';
import { useToast } from '../../parts/toasts.tsx';
import type { SetUp } from '../use-set-up.ts';
import { NameDialog } from './name-dialog.tsx';
import { sameSetUp } from './same-set-up.ts';
import { TemplateMenu } from './template-menu.tsx';
import { TemplateState } from './template-state.tsx';
import { useTemplateName } from './use-template-name.ts';
import { templateOf, useTemplates } from './use-templates.ts';

/** Which template the set-up is from, whether it still is that template, and what can be done about it. */
export function TemplateChoice({ setUp }: { setUp: SetUp }) {
  const { t } = useTranslation();
  const fault = useFault();
  const say = useToast();
  const house = useTemplates();
  const called = useTemplateName();
  const [naming, setNaming] = useState(false);
  const [asked, setAsked] = useState<Template | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const all = house.templates ?? [];
  const chosen = all.find(({ id }) => id === setUp.templateId) ?? null;
  const changed = chosen === null ? setUp.rows.length > 0 : !sameSetUp(setUp, chosen);

  const choose = (id: string): void => {
    const template = all.find((other) => other.id === id) ?? null;
    if (template === null) setUp.nameTemplate(null);
    else if (changed && setUp.rows.length > 0) setAsked(template);
    else setUp.takeTemplate(template);
  };
  const attempt = async (what: () => Promise<void>): Promise<void> => {
    setWrong(null);
    try {
      await what();
    } catch (error) {
      setWrong(fault(error).sentence);
    }
  };
  const update = (template: Template) =>
    attempt(async () => {
      // What the batch will be read with and what is kept must not differ by a letter that was typed last.
      await house.replace(template.id, templateOf(template.name, setUp));
      say(t('configure.updated', { name: template.name }));
    });
  const option = (template: Template) => (
    <option key={template.id} value={template.id}>
      {called(template)} · {t('count.fields', { count: template.fields.length })}
    </option>
  );

  return (
    <div className="tpl">
      <div className="tpl-row">
        <span className="field-in">
          <select
            aria-label={t('configure.template')}
            value={chosen?.id ?? ''}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">
              {setUp.rows.length === 0 ? t('configure.noTemplate') : t('configure.ownFields')}
            </option>
            {all.some(({ builtIn }) => !builtIn) && (
              <optgroup label={t('configure.ownTemplates')}>
                {all.filter(({ builtIn }) => !builtIn).map(option)}
              </optgroup>
            )}
            <optgroup label={t('configure.builtInTemplates')}>
              {all.filter(({ builtIn }) => builtIn).map(option)}
            </optgroup>
          </select>
        </span>
        <button type="button" className="btn" onClick={() => setNaming(true)}>
          {t('configure.saveAs')}
        </button>
        {chosen !== null && <TemplateMenu template={chosen} house={house} setUp={setUp} onWrong={setWrong} />}
      </div>
      <TemplateState template={chosen} changed={changed} onUpdate={(template) => void update(template)} />
      {wrong !== null && <Note kind="wrong">{wrong}</Note>}
      {house.error !== null && (
        <Note
          kind="wrong"
          action={
            <button type="button" className="btn sml" onClick={house.again}>
              {t('page.again')}
            </button>
          }
        >
          {fault(house.error).sentence}
        </Note>
      )}
      {naming && (
        <NameDialog
          title={t('configure.saveAs')}
          suggestion={chosen === null ? setUp.title : t('configure.copyOf', { name: called(chosen) })}
          doIt={t('nav.save')}
          taken={all.map(({ name }) => name)}
          onClose={() => setNaming(false)}
          onSave={async (name) => {
            const made = await house.create(templateOf(name, setUp));
            setUp.nameTemplate(made.id);
            say(t('configure.templateSaved', { name: made.name }));
          }}
        />
      )}
      {asked !== null && (
        <Question
          title={t('configure.replaceTitle', { name: called(asked) })}
          text={t('configure.replaceText', { count: setUp.rows.length })}
          doIt={t('configure.replaceDo')}
          keepIt={t('configure.keepFields')}
          onDo={() => setUp.takeTemplate(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}
