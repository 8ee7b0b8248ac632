import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DocumentKind, Documents, SavedDocument } from './world-store.ts';

const CREATE = `CREATE TABLE IF NOT EXISTS document (
  serial INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL, UNIQUE (kind, key)
)`;
const SAVE = `INSERT INTO document (kind, key, json) VALUES (?, ?, ?)
  ON CONFLICT (kind, key) DO UPDATE SET json = excluded.json`;

/** Opens a table of JSON documents. The file contains test data in clear text, including card numbers. */
export async function openDocuments(file: string): Promise<Documents> {
  // Loaded only when used: Node prints a warning.
  const { DatabaseSync } = await import('node:sqlite');
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(CREATE);
  const save = database.prepare(SAVE);
  const load = database.prepare('SELECT kind, key, json FROM document ORDER BY serial');

  return {
    load: () =>
      load
        .all()
        .map(
          ({ kind, key, json }): SavedDocument => [String(kind) as DocumentKind, String(key), JSON.parse(String(json))],
        ),
    save: (kind, key, document) => {
      save.run(kind, key, JSON.stringify(document));
    },
    clear: () => database.exec('DELETE FROM document'),
    together: (change) => {
      database.exec('BEGIN');
      try {
        change();
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}
