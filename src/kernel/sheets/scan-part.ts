/** XML parts of a workbook as a stream of elements by their local names. */
import { SaxesParser } from 'saxes';
import { Refusal } from '#kernel/contract/refusal.ts';
import { refuseTable } from './refuse.ts';

/** Workbooks nest a dozen elements; a file made to exhaust nests without end. */
const deepest = 200;

export type Attributes = Readonly<Record<string, string>>;

export interface PartHandler {
  open(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

const localName = (name: string): string => {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
};

/** Attributes by their names without prefix. Cells have none with one, and are many: theirs stay as they are. */
const localAttributes = (element: string, given: Record<string, string>): Attributes =>
  element === 'sheet'
    ? Object.fromEntries(Object.entries(given).map(([name, value]) => [localName(name), value]))
    : given;

/** Takes a part's bytes as they arrive and feeds its elements and text to a handler. */
export interface PartScanner {
  write(chunk: Uint8Array): void;
  /** The part has come to its end; refuses one that was cut. */
  close(): void;
}

/**
 * Scans a part of a workbook. Refuses a document type (so no entities that grow or reach out), endless nesting, and
 * malformed XML.
 */
export function openScanner(part: string, fileName: string, handler: PartHandler): PartScanner {
  const malformed = (zh: string, en: string): Refusal =>
    refuseTable(
      'unreadable-file',
      fileName,
      `其中 ${part} ${zh}；请用 Excel 或 WPS 打开并另存为 .xlsx`,
      `holds ${part}, which ${en}; open it in Excel or WPS and save it as .xlsx`,
    );
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw malformed('含有文档类型定义（DOCTYPE），不予展开', 'has a document type (DOCTYPE), never expanded');
  });
  parser.on('opentag', (tag) => {
    depth += 1;
    if (depth > deepest) throw malformed('嵌套过深', 'nests too deeply');
    const name = localName(tag.name);
    handler.open(name, localAttributes(name, tag.attributes));
  });
  parser.on('closetag', (tag) => {
    depth -= 1;
    handler.close?.(localName(tag.name));
  });
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  let decoder: TextDecoder | undefined;
  const guard = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      throw error instanceof Refusal ? error : malformed('内容已损坏', 'is malformed');
    }
  };
  return {
    write: (chunk) =>
      guard(() => {
        decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
        parser.write(decoder.decode(chunk, { stream: true }));
      }),
    close: () =>
      guard(() => {
        if (decoder === undefined) throw malformed('是空的', 'is empty');
        parser.write(decoder.decode());
        parser.close();
      }),
  };
}

/** Scans a whole part. */
export async function scanPart(
  chunks: AsyncIterable<Uint8Array>,
  part: string,
  fileName: string,
  handler: PartHandler,
): Promise<void> {
  const scanner = openScanner(part, fileName, handler);
  for await (const chunk of chunks) scanner.write(chunk);
  scanner.close();
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
