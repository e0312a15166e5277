import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startCluster } from '#kernel/db/cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser address of the server all database tests share; each test file makes databases of its own. */
    clusterUrl: string;
  }
}

/**
 * One server for the whole run: the packaged one, the programs in KECHUANG_TEST_PG, or the server at
 * KECHUANG_TEST_SERVER_URL, which is only used and never stopped.
 */
export default async function startTestCluster(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.KECHUANG_TEST_SERVER_URL;
  if (given) {
    announce(project, given);
    return async () => undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), 'kechuang-test-'));
  // Under root the server runs as another user, which must pass through.
  await chmod(folder, 0o711);
  const cluster = await startCluster({
    folder: join(folder, 'postgres'),
    binFolder: process.env.KECHUANG_TEST_PG,
    settings: { max_connections: '120' },
  });
  announce(project, cluster.superuserUrl());
  return async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

function announce(project: TestProject, url: string): void {
  project.provide('clusterUrl', url);
  process.env.KECHUANG_TEST_CLUSTER_URL = url;
}
