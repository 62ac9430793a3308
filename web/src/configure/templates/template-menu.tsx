import type { Template } from '@cardmill/contracts';
import { Copy, Ellipsis, PenLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFault } from '../../i18n/use-fault.ts';
import { Question } from '../../parts/dialog.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { useToast } from '../../parts/toasts.tsx';
import type { SetUp } from '../use-set-up.ts';
import { NameDialog } from './name-dialog.tsx';
import { useTemplateName } from './use-template-name.ts';
import { renamed, type useTemplates } from './use-templates.ts';

interface TemplateMenuProps {
  template: Template;
  house: ReturnType<typeof useTemplates>;
  setUp: SetUp;
  onWrong: (sentence: string | null) => void;
}

/** Duplicate, rename and delete the chosen template; one that is built in can only be duplicated. */
export function TemplateMenu({ template, house, setUp, onWrong }: TemplateMenuProps) {
  const { t } = useTranslation();
  const fault = useFault();
  const say = useToast();
  const [open, setOpen] = useState<'duplicate' | 'rename' | 'delete' | null>(null);
  const close = (): void => setOpen(null);
  const name = useTemplateName()(template);
  const taken = (house.templates ?? []).flatMap((other) => (other.id === template.id ? [] : other.name));

  const remove = async (): Promise<void> => {
    onWrong(null);
    try {
      // The set-up lets go of it first: a draft that names a template which is gone could not be saved.
      setUp.nameTemplate(null);
      await setUp.flush();
      await house.remove(template.id);
      say(t('configure.deleted', { name }));
    } catch (error) {
      setUp.nameTemplate(template.id);
      onWrong(fault(error).sentence);
    }
  };
  const items: MenuItem[] = [
    {
      key: 'duplicate',
      label: t('configure.duplicate'),
      icon: <Copy className="i" aria-hidden />,
      onPick: () => setOpen('duplicate'),
    },
    ...(template.builtIn
      ? []
      : [
          {
            key: 'rename',
            label: t('configure.rename'),
            icon: <PenLine className="i" aria-hidden />,
            onPick: () => setOpen('rename'),
          },
          {
            key: 'delete',
            label: t('configure.deleteTemplate'),
            icon: <Trash2 className="i" aria-hidden />,
            danger: true,
            onPick: () => setOpen('delete'),
          },
        ]),
  ];
  return (
    <>
      <Menu label={t('configure.templateMore', { name })} className="btn ghost icon" items={items}>
        <Ellipsis className="i" aria-hidden />
      </Menu>
      {open === 'duplicate' && (
        <NameDialog
          title={t('configure.duplicate')}
          suggestion={t('configure.copyOf', { name })}
          doIt={t('configure.duplicate')}
          taken={[...taken, name]}
          onClose={close}
          onSave={async (copyName) => {
            const copy = await house.create(renamed(template, copyName));
            // The copy holds what its template holds; what was changed here since then stays changed.
            setUp.nameTemplate(copy.id);
            say(t('configure.templateSaved', { name: copy.name }));
          }}
        />
      )}
      {open === 'rename' && (
        <NameDialog
          title={t('configure.rename')}
          suggestion={name}
          doIt={t('configure.rename')}
          taken={taken}
          onClose={close}
          onSave={async (newName) => {
            await house.replace(template.id, renamed(template, newName));
            say(t('configure.renamed', { name: newName }));
          }}
        />
      )}
      {open === 'delete' && (
        <Question
          title={t('configure.deleteTitle', { name })}
          text={t('configure.deleteText')}
          doIt={t('configure.deleteTemplate')}
          keepIt={t('configure.keepTemplate')}
          onDo={() => void remove()}
          onClose={close}
        />
      )}
    </>
  );
}
