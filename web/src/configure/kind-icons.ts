import type { FieldKind } from '@cardmill/contracts';
import { Calendar, Hash, List, type LucideIcon, Type } from 'lucide-react';

export const KIND_ICONS: Record<FieldKind, LucideIcon> = {
  text: Type,
  date: Calendar,
  number: Hash,
  choice: List,
};
