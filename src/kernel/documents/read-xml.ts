/** XML as a stream of elements with short names; no document type, no entities of its own. */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { Refusal } from '#kernel/contract/refusal.ts';
import { refuseFile } from './read-letter.ts';

/** Namespaces of Office Open XML, transitional and strict, under the names their documents give them. */
const prefixes: Record<string, string> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/package/2006/relationships': 'rel',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/drawingml/2006/chart': 'c',
  'http://purl.oclc.org/ooxml/drawingml/chart': 'c',
  'http://schemas.openxmlformats.org/drawingml/2006/diagram': 'dgm',
  'http://purl.oclc.org/ooxml/drawingml/diagram': 'dgm',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:schemas-microsoft-com:office:office': 'o',
};

/** Word nests some dozens of elements; a file made to exhaust nests without end. */
const deepest = 1000;

export interface XmlElement {
  /** `w:p`; `?:name` in a namespace not known here. */
  name: string;
  /** An attribute by its short name, `w:val`, or without prefix. */
  read(attribute: string): string | undefined;
}

export interface XmlHandler {
  open(element: XmlElement): void;
  text(text: string): void;
  close(name: string): void;
}

const shortName = (uri: string, local: string): string => `${prefixes[uri] ?? '?'}:${local}`;

class Tag implements XmlElement {
  readonly name: string;
  readonly #tag: SaxesTagNS;

  constructor(tag: SaxesTagNS) {
    this.name = shortName(tag.uri, tag.local);
    this.#tag = tag;
  }

  read(attribute: string): string | undefined {
    for (const found of Object.values(this.#tag.attributes)) {
      const name = found.uri === '' ? found.local : shortName(found.uri, found.local);
      if (name === attribute || (found.prefix === 'xml' && `xml:${found.local}` === attribute)) {
        return found.value;
      }
    }
    return undefined;
  }
}

/**
 * Feeds a part's elements and text to the handler as its bytes arrive. Refuses a document type (so no entities
 * that grow or reach out), endless nesting, encodings other than UTF-8 and UTF-16, and malformed XML.
 */
export async function scanXml(
  chunks: AsyncIterable<Uint8Array>,
  part: string,
  fileName: string,
  handler: XmlHandler,
): Promise<void> {
  const malformed = (zh: string, en: string): Refusal =>
    refuseFile(
      'unreadable-file',
      fileName,
      `其中 ${part} ${zh}；请用 Word 或 WPS 打开并另存为 .docx`,
      `holds ${part}, which ${en}; open it in Word or WPS and save it as .docx`,
    );
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw malformed('含有文档类型定义（DOCTYPE），不予展开', 'has a document type (DOCTYPE), never expanded');
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?(?:8|16)/i.test(encoding)) {
      throw malformed(`的编码是 ${encoding.slice(0, 20)}`, `is in the encoding ${encoding.slice(0, 20)}`);
    }
  });
  parser.on('opentag', (tag) => {
    depth += 1;
    if (depth > deepest) throw malformed('嵌套过深', 'nests too deeply');
    handler.open(new Tag(tag));
  });
  parser.on('closetag', (tag) => {
    depth -= 1;
    handler.close(shortName(tag.uri, tag.local));
  });
  parser.on('text', (text) => handler.text(text));
  parser.on('cdata', (text) => handler.text(text));
  try {
    let decoder: TextDecoder | undefined;
    for await (const chunk of chunks) {
      decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
      parser.write(decoder.decode(chunk, { stream: true }));
    }
    if (decoder === undefined) throw malformed('是空的', 'is empty');
    parser.write(decoder.decode());
    parser.close();
  } catch (error) {
    throw error instanceof Refusal ? error : malformed('内容已损坏', 'is malformed');
  }
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
