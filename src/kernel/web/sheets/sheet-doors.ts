/** The doors of tables as the pages use them; held equal to the contract by a test. */
import type * as sheets from '#kernel/contract/sheets.ts';
import { doorsOf } from '../doors.ts';

export const sheetDoors = doorsOf<typeof sheets>()({
  downloadTemplate: 'GET /api/registers/:register/template.xlsx',
  exportWorkbook: 'GET /api/registers/:register/records.xlsx',
  previewImport: 'POST /api/registers/:register/imports',
  readPreview: 'GET /api/imports/:preview',
  listPreviewFaults: 'GET /api/imports/:preview/faults',
  listPreviewChanges: 'GET /api/imports/:preview/changes',
  downloadFaults: 'GET /api/imports/:preview/faults.xlsx',
  confirmImport: 'POST /api/imports/:preview/confirm',
});
