import { randomUUID } from 'node:crypto';

import { Field, Languages, ReadingOptions, type Template } from '@cardmill/contracts';
import { z } from 'zod';

import { Prisma, type PrismaClient } from './generated/client.ts';

export interface TemplateContent {
  name: string;
  fields: Field[];
  languages?: string[] | undefined;
  options?: ReadingOptions | undefined;
}

/** Templates that people made; the built-in ones are code. */
export function templateOperations(client: PrismaClient) {
  return {
    async listTemplates(): Promise<Template[]> {
      const rows = await client.template.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], take: 1_000 });
      return rows.map(toTemplate);
    },

    async findTemplate(id: string): Promise<Template | null> {
      const row = await client.template.findUnique({ where: { id } });
      return row === null ? null : toTemplate(row);
    },

    async createTemplate(content: TemplateContent, by: string | null = null): Promise<Template> {
      return toTemplate(await client.template.create({ data: { id: randomUUID(), by, ...toRow(content) } }));
    },

    /** @returns null when there is no such template. */
    async replaceTemplate(id: string, content: TemplateContent): Promise<Template | null> {
      const { count } = await client.template.updateMany({
        where: { id },
        data: { ...toRow(content), updatedAt: new Date() },
      });
      return count === 0 ? null : this.findTemplate(id);
    },

    /** @returns false when there is no such template. */
    async deleteTemplate(id: string): Promise<boolean> {
      const { count } = await client.template.deleteMany({ where: { id } });
      return count === 1;
    },
  };
}

type TemplateRow = NonNullable<Awaited<ReturnType<PrismaClient['template']['findUnique']>>>;

const toRow = (content: TemplateContent) => ({
  name: content.name,
  fields: content.fields,
  languages: content.languages ?? [],
  options: content.options ?? Prisma.DbNull,
});

function toTemplate(row: TemplateRow): Template {
  const languages = Languages.safeParse(row.languages).data;
  const options = ReadingOptions.nullable().parse(row.options);
  return {
    id: row.id,
    name: row.name,
    builtIn: false,
    fields: z.array(Field).parse(row.fields),
    ...(languages === undefined ? {} : { languages }),
    ...(options === null ? {} : { options }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
