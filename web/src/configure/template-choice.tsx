import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { createTemplate, listTemplates } from '../api/templates.ts';
import { useFault } from '../i18n/use-fault.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useToast } from '../parts/toasts.tsx';
import { toInputs } from './field-rows.ts';
import type { SetUp } from './use-set-up.ts';

const TEMPLATES = ['templates'] as const;

export function TemplateChoice({ setUp, title }: { setUp: SetUp; title: string }) {
  const { t } = useTranslation();
  const [naming, setNaming] = useState(false);
  const { data = [] } = useQuery({ queryKey: TEMPLATES, queryFn: ({ signal }) => listTemplates(signal) });
  return (
    <div className="row" style={{ flexWrap: 'wrap' }}>
      <span className="field-in" style={{ flex: '1 1 240px' }}>
        <select
          aria-label={t('configure.template')}
          value={setUp.templateId ?? ''}
          onChange={(event) => setUp.setTemplate(data.find(({ id }) => id === event.target.value) ?? null)}
        >
          <option value="">
            {setUp.rows.length === 0 ? t('configure.noTemplate') : t('configure.ownFields')}
          </option>
          {data.map((template) => (
            <option key={template.id} value={template.id}>
              {template.name} · {t('count.fields', { count: template.fields.length })}
            </option>
          ))}
        </select>
      </span>
      <button type="button" className="btn" onClick={() => setNaming(true)}>
        {t('configure.saveAs')}
      </button>
      {naming && <SaveAs setUp={setUp} suggestion={title} onClose={() => setNaming(false)} />}
    </div>
  );
}

function SaveAs({ setUp, suggestion, onClose }: { setUp: SetUp; suggestion: string; onClose: () => void }) {
  const { t } = useTranslation();
  const fault = useFault();
  const say = useToast();
  const client = useQueryClient();
  const [name, setName] = useState(suggestion);
  const [wrong, setWrong] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    try {
      await createTemplate({
        name: name.trim(),
        fields: toInputs(setUp.rows),
        languages: [...setUp.languages],
      });
      await client.invalidateQueries({ queryKey: TEMPLATES });
      say(t('configure.templateSaved'));
      onClose();
    } catch (error) {
      setWrong(fault(error).sentence);
    }
  };
  return (
    <Dialog
      title={t('configure.templateName')}
      onClose={onClose}
      buttons={
        <>
          <button type="button" className="btn ghost" onClick={onClose}>
            {t('nav.cancel')}
          </button>
          <button type="button" className="btn primary" onClick={() => void save()}>
            {t('nav.save')}
          </button>
        </>
      }
    >
      <span className="field-in" style={{ display: 'flex', margin: '12px 0' }}>
        <input
          aria-label={t('configure.templateName')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void save();
          }}
        />
      </span>
      {wrong !== null && (
        <p role="alert" style={{ color: 'var(--bad)' }}>
          {wrong}
        </p>
      )}
    </Dialog>
  );
}
