/** The words of one part of a DOCX (body, notes, header), as a reader of the page would see them. */
import type { LetterLine, LinePlace, ReadingNoteCode } from './read-letter.ts';
import type { XmlElement, XmlHandler } from './read-xml.ts';
import { raiseDigits, symbolText } from './read-symbols.ts';

/** What a style says that matters to the words. */
export interface DocxStyle {
  hidden?: boolean;
  numbered?: boolean;
}

export interface NoteReference {
  kind: 'footnote' | 'endnote';
  id: string;
}

interface Field {
  /** `code`: the instruction is being read; `drop`: a result that is only a reference mark. */
  phase: 'code' | 'result' | 'drop';
  instruction: string;
}

/** Where paragraphs go: the part itself, a table's cell, or a text box. */
interface Frame {
  kind: 'part' | 'cell' | 'box';
  /** Text of paragraphs whose end mark was deleted or hidden: it runs on into the next paragraph. */
  carried: string;
  texts: string[];
  fields: Field[];
  /** A cell whose deletion is tracked. */
  deleted: boolean;
}

interface Paragraph {
  /** Lines ended by a break within the paragraph. */
  ended: string[];
  text: string;
  runsOn: boolean;
  hidden: boolean;
  numbered: boolean;
}

interface Run {
  hidden: boolean | undefined;
  raised: boolean;
  dropped: boolean;
}

/** Neither shown on the page nor part of its words. */
const skipped = new Set([
  'w:pPrChange',
  'w:rPrChange',
  'w:tblPrChange',
  'w:tblPrExChange',
  'w:trPrChange',
  'w:tcPrChange',
  'w:sectPrChange',
  'w:sdtPr',
  'w:sdtEndPr',
  'w:delText',
  'w:delInstrText',
  'w:rt',
]);

const noteOf: Record<string, ReadingNoteCode> = {
  'w:commentReference': 'comments-ignored',
  'w:object': 'embedded-ignored',
  'o:OLEObject': 'embedded-ignored',
  'w:altChunk': 'embedded-ignored',
  'c:chart': 'embedded-ignored',
  'dgm:relIds': 'embedded-ignored',
  'a:blip': 'pictures-ignored',
  'v:imagedata': 'pictures-ignored',
};

const isOff = (value: string | undefined): boolean => /^(?:0|false|off|none)$/.test(value ?? '');

/**
 * Reads tracked changes as accepted, leaves out hidden text, field codes, comments and reference marks, joins runs,
 * counts a text box's alternatives once. A paragraph is one line (more where it has line breaks), a table's row one.
 */
export class DocxPart implements XmlHandler {
  lines: LetterLine[] = [];
  readonly notes: Set<ReadingNoteCode>;
  readonly references: NoteReference[] = [];
  /** Relationship ids of the headers and footers in use. */
  readonly margins: { place: 'header' | 'footer'; id: string }[] = [];
  /** Lines of each note, where this part holds notes. */
  readonly noteLines = new Map<string, LetterLine[]>();
  root: string | undefined;

  readonly #place: LinePlace;
  readonly #styles: ReadonlyMap<string, DocxStyle>;
  readonly #count: (text: string) => void;
  readonly #path: string[] = [];
  readonly #frames: Frame[] = [newFrame('part')];
  readonly #paragraphs: Paragraph[] = [];
  readonly #runs: Run[] = [];
  readonly #rows: { cells: string[]; deleted: boolean }[] = [];
  readonly #alternatives: { taken: boolean }[] = [];
  /** Lines of text boxes wait until the paragraph or table they hang on is complete. */
  #boxes: LetterLine[] = [];
  #skipDepth = 0;
  #captured: string | undefined;
  #preserved = false;

  constructor(
    place: LinePlace,
    letter: {
      styles: ReadonlyMap<string, DocxStyle>;
      notes: Set<ReadingNoteCode>;
      count: (text: string) => void;
    },
  ) {
    this.#place = place;
    this.#styles = letter.styles;
    this.notes = letter.notes;
    this.#count = letter.count;
  }

  open(element: XmlElement): void {
    const { name } = element;
    const parent = this.#path.at(-1) ?? '';
    this.root ??= name;
    this.#path.push(name);
    if (this.#skipDepth > 0 || this.#isSkipped(element, parent)) {
      this.#skipDepth += 1;
      return;
    }
    const note = noteOf[name];
    if (note !== undefined) this.notes.add(note);
    if (parent === 'w:rPr' || parent === 'w:pPr' || parent === 'w:trPr' || parent === 'w:tcPr') {
      this.#openProperty(element, parent);
    } else if (name.startsWith('w:') || name.startsWith('m:')) this.#openContent(element);
    else if (name === 'mc:AlternateContent') this.#alternatives.push({ taken: false });
  }

  text(text: string): void {
    if (this.#captured !== undefined && this.#skipDepth === 0) this.#captured += text;
  }

  close(name: string): void {
    this.#path.pop();
    if (this.#skipDepth > 0) {
      this.#skipDepth -= 1;
      return;
    }
    switch (name) {
      case 'w:t':
      case 'm:t':
        this.#addText(this.#takeText());
        break;
      case 'w:instrText': {
        const field = this.#frame.fields.at(-1);
        const instruction = this.#captured ?? '';
        if (field?.phase === 'code') field.instruction += instruction;
        this.#captured = undefined;
        break;
      }
      case 'w:r':
      case 'm:r':
        this.#runs.pop();
        break;
      case 'w:p':
        this.#endParagraph();
        break;
      case 'w:tc':
        this.#endCell();
        break;
      case 'w:tr':
        this.#endRow();
        break;
      case 'w:txbxContent':
        this.#flushCarried();
        this.#frames.pop();
        break;
      case 'w:fldSimple':
        this.#frame.fields.pop();
        break;
      case 'mc:AlternateContent':
        this.#alternatives.pop();
        break;
      default:
        if (this.#path.length === 0) this.#endPart();
    }
  }

  get #frame(): Frame {
    return this.#frames.at(-1) as Frame;
  }

  #isSkipped(element: XmlElement, parent: string): boolean {
    const { name } = element;
    switch (name) {
      case 'w:del':
      case 'w:moveFrom':
        this.notes.add('tracked-changes');
        // Within properties it marks the end of a paragraph or a whole row, told apart below.
        return parent !== 'w:rPr' && parent !== 'w:trPr';
      case 'w:ins':
      case 'w:moveTo':
        this.notes.add('tracked-changes');
        return false;
      case 'mc:Choice': {
        const alternative = this.#alternatives.at(-1);
        const taken = alternative?.taken ?? false;
        if (alternative) alternative.taken = true;
        return taken;
      }
      case 'mc:Fallback':
        return this.#alternatives.at(-1)?.taken ?? false;
      case 'w:footnote':
      case 'w:endnote':
        return /^(?:separator|continuation)/i.test(element.read('w:type') ?? '') || !this.#beginNote(element);
      default:
        return skipped.has(name);
    }
  }

  #openProperty(element: XmlElement, parent: string): void {
    const paragraph = this.#paragraphs.at(-1);
    const run = this.#runs.at(-1);
    const ofMark = parent === 'w:rPr' && this.#path.at(-3) === 'w:pPr';
    const readValue = (): string => element.read('w:val') ?? '';
    switch (element.name) {
      case 'w:vanish':
      case 'w:specVanish':
        if (ofMark && paragraph) paragraph.runsOn ||= !isOff(readValue());
        else if (run && !ofMark) run.hidden = !isOff(readValue());
        break;
      case 'w:del':
      case 'w:moveFrom':
        if (parent === 'w:trPr') this.#dropRow();
        else if (ofMark && paragraph) paragraph.runsOn = true;
        break;
      case 'w:cellDel':
        this.notes.add('tracked-changes');
        this.#frame.deleted = true;
        break;
      case 'w:vertAlign':
        if (run && !ofMark) run.raised = readValue() === 'superscript';
        break;
      case 'w:rStyle':
        if (run && !ofMark) run.hidden ??= this.#styles.get(readValue())?.hidden;
        break;
      case 'w:pStyle': {
        const style = this.#styles.get(readValue());
        if (paragraph && style?.hidden) paragraph.hidden = true;
        if (paragraph && style?.numbered) paragraph.numbered = true;
        break;
      }
      default:
    }
  }

  #openContent(element: XmlElement): void {
    switch (element.name) {
      case 'w:p':
        this.#count('');
        this.#paragraphs.push({ ended: [], text: '', runsOn: false, hidden: false, numbered: false });
        break;
      case 'w:r':
      case 'm:r':
        this.#runs.push({ hidden: undefined, raised: false, dropped: false });
        break;
      case 'w:t':
      case 'm:t':
        this.#captured = '';
        this.#preserved = element.name === 'm:t' || element.read('xml:space') === 'preserve';
        break;
      case 'w:instrText':
        this.#captured = '';
        break;
      case 'w:tab':
      case 'w:ptab':
        this.#addText('\t');
        break;
      case 'w:br':
      case 'w:cr':
        this.#breakLine(element.read('w:type'));
        break;
      case 'w:noBreakHyphen':
        this.#addText('-');
        break;
      case 'w:sym':
        this.#addSymbol(element);
        break;
      case 'w:numId': {
        const paragraph = this.#paragraphs.at(-1);
        if (paragraph) paragraph.numbered = element.read('w:val') !== '0';
        break;
      }
      case 'w:fldChar':
        this.#turnField(element.read('w:fldCharType'));
        break;
      case 'w:fldSimple':
        this.#frame.fields.push({ phase: resultPhase(element.read('w:instr') ?? ''), instruction: '' });
        break;
      case 'w:footnoteReference':
      case 'w:endnoteReference':
        this.#addReference(element);
        break;
      case 'w:headerReference':
      case 'w:footerReference': {
        const id = element.read('r:id');
        const place = element.name === 'w:headerReference' ? 'header' : 'footer';
        if (id !== undefined) this.margins.push({ place, id });
        break;
      }
      case 'w:tbl':
        this.#flushCarried();
        break;
      case 'w:tr':
        this.#rows.push({ cells: [], deleted: false });
        break;
      case 'w:tc':
        this.#count('');
        this.#frames.push(newFrame('cell'));
        break;
      case 'w:txbxContent':
        this.#frames.push(newFrame('box'));
        break;
      default:
    }
  }

  #takeText(): string {
    const text = (this.#captured ?? '').replace(/[\r\n\u00ad]+/g, (found) =>
      found.includes('\u00ad') ? '' : ' ',
    );
    this.#captured = undefined;
    return this.#preserved ? text : text.replace(/^[ \t]+|[ \t]+$/g, '');
  }

  /** Whether what stands here is shown; notes hidden text that is not. */
  #isShown(text: string): boolean {
    const run = this.#runs.at(-1);
    const paragraph = this.#paragraphs.at(-1);
    if (!paragraph || run?.dropped || this.#frame.fields.some(({ phase }) => phase !== 'result'))
      return false;
    if (run?.hidden ?? paragraph.hidden) {
      if (text.trim() !== '') this.notes.add('hidden-text');
      return false;
    }
    return true;
  }

  #addText(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    this.#count(text);
    if (!paragraph || !this.#isShown(text)) return;
    if (text.includes('\uFFFD')) this.notes.add('damaged-characters');
    paragraph.text += this.#runs.at(-1)?.raised ? raiseDigits(text) : text;
  }

  #addSymbol(element: XmlElement): void {
    this.#addText(symbolText(element.read('w:font') ?? '', element.read('w:char') ?? ''));
  }

  #breakLine(type: string | undefined): void {
    const paragraph = this.#paragraphs.at(-1);
    this.#count('');
    if (!paragraph || !this.#isShown('')) return;
    // A page break mostly stands alone in its paragraph, and is no line there.
    if ((type === 'page' || type === 'column') && paragraph.text === '' && paragraph.ended.length === 0)
      return;
    paragraph.ended.push(paragraph.text);
    paragraph.text = '';
  }

  #turnField(type: string | undefined): void {
    const { fields } = this.#frame;
    const field = fields.at(-1);
    if (type === 'begin') fields.push({ phase: 'code', instruction: '' });
    else if (type === 'separate' && field) field.phase = resultPhase(field.instruction);
    else if (type === 'end') fields.pop();
  }

  #addReference(element: XmlElement): void {
    const id = element.read('w:id');
    if (id === undefined || !this.#isShown('')) return;
    this.references.push({ kind: element.name === 'w:footnoteReference' ? 'footnote' : 'endnote', id });
    const run = this.#runs.at(-1);
    const custom = element.read('w:customMarkFollows');
    // The mark the author typed follows in the same run.
    if (run && custom !== undefined && !isOff(custom)) run.dropped = true;
  }

  #endParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    const frame = this.#frame;
    if (!paragraph) return;
    // A field that never ended must not swallow the paragraphs after it.
    frame.fields = frame.fields.filter(({ phase }) => phase === 'result');
    const texts = [...paragraph.ended, paragraph.text];
    texts[0] = frame.carried + texts[0];
    frame.carried = '';
    if (paragraph.runsOn) frame.carried = texts.pop() ?? '';
    if (paragraph.numbered && paragraph.text.trim() !== '') this.notes.add('automatic-numbering');
    for (const text of texts) this.#addLine(text);
    this.#flushBoxes();
  }

  #addLine(text: string): void {
    const frame = this.#frame;
    if (frame.kind === 'cell') {
      if (text.trim() !== '') frame.texts.push(text);
    } else if (frame.kind === 'box') this.#boxes.push({ text, place: 'text-box' });
    else this.lines.push({ text, place: this.#place });
  }

  #endCell(): void {
    this.#flushCarried();
    const frame = this.#frames.pop();
    if (frame && !frame.deleted) this.#rows.at(-1)?.cells.push(frame.texts.join(' '));
  }

  #dropRow(): void {
    const row = this.#rows.at(-1);
    if (row) row.deleted = true;
  }

  #endRow(): void {
    const row = this.#rows.pop();
    if (row && !row.deleted) {
      const frame = this.#frame;
      if (frame.kind === 'part') {
        this.lines.push({
          text: row.cells.join('\t'),
          place: this.#place === 'body' ? 'table' : this.#place,
        });
      } else this.#addLine(row.cells.join(frame.kind === 'cell' ? ' ' : '\t'));
    }
    this.#flushBoxes();
  }

  #flushCarried(): void {
    const frame = this.#frame;
    const { carried } = frame;
    frame.carried = '';
    if (carried !== '') this.#addLine(carried);
  }

  #flushBoxes(): void {
    if (this.#frames.length > 1 || this.#boxes.length === 0) return;
    const place = this.#place;
    for (const line of this.#boxes) this.lines.push(place === 'body' ? line : { ...line, place });
    this.#boxes = [];
  }

  #beginNote(element: XmlElement): boolean {
    this.#flushCarried();
    this.lines = [];
    const id = element.read('w:id');
    if (id !== undefined) this.noteLines.set(id, this.lines);
    return id !== undefined;
  }

  #endPart(): void {
    this.#flushCarried();
    this.#flushBoxes();
  }
}

const newFrame = (kind: Frame['kind']): Frame => ({
  kind,
  carried: '',
  texts: [],
  fields: [],
  deleted: false,
});

/** A cross-reference to a note shows its mark, which is no part of the words. */
const resultPhase = (instruction: string): 'result' | 'drop' =>
  /^\s*NOTEREF\b/i.test(instruction) ? 'drop' : 'result';
