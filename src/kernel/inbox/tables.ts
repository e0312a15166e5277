import type { ColumnType, Generated } from 'kysely';

type Instant = ColumnType<string, string | undefined, string>;

declare module '#kernel/db/tables.ts' {
  interface PlatformTables {
    'platform.preference': {
      account: string;
      email: string | null;
      mail: 'at-once' | 'daily' | 'none';
      language: 'zh' | 'en';
      changedAt: Instant;
    };
    'platform.message': {
      id: Generated<string>;
      account: string;
      kind: string;
      subjectZh: string;
      subjectEn: string;
      titleZh: string;
      titleEn: string;
      link: string;
      at: Instant;
      readAt: ColumnType<string | null, undefined, string | null>;
      dedupe: string | null;
    };
    'platform.watch': {
      account: string;
      kind: string;
      subject: string;
      tableName: string | null;
      code: string | null;
      titleZh: string;
      titleEn: string;
      link: string;
      since: Instant;
      lastSeen: Instant;
      lastValue: string | null;
    };
    'platform.mail': {
      id: Generated<string>;
      account: string;
      dedupe: string;
      messageId: string;
      subject: string;
      body: string;
      state: Generated<'waiting' | 'sent' | 'failed'>;
      tries: Generated<number>;
      lastError: string | null;
      madeAt: Instant;
      nextAt: Instant;
      sentAt: ColumnType<string | null, undefined, string | null>;
    };
  }
}
