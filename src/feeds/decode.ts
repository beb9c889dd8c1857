import { getBOMEncoding, labelToName, TextDecoder } from '@exodus/bytes/encoding.js';
import { detect } from 'chardet';
import iconv from 'iconv-lite';

/** What is known of a document before it is decoded. */
export type DecodeOptions = {
  /** The HTTP `Content-Type` header as received, if any. */
  contentType?: string;
  /** Where a declaration is looked for: `xml` reads the prolog only, `html` (the default) `<meta>` as well. */
  kind?: 'xml' | 'html';
};

/** A decoded document: its text without byte order mark, and the lower-case name of its encoding. */
export type DecodedText = { text: string; encoding: string };

/** A declaration stands further in than the first kilobyte on many pages. */
const prescanBytes = 8192;

/** More damaged characters than this share of the non-ASCII ones, and the bytes contradict the encoding. */
const toleratedDamage = 0.01;

/**
 * Well-formed UTF-8 with this many non-ASCII characters is no accident even under a declared multi-byte
 * encoding: about one Chinese character in five makes valid UTF-8 in GBK, so six in a row do once in 30,000.
 */
const convincingCharacters = 6;

/** What iconv-lite knows that no document may ask for. */
const notCharset = /^(base64|hex|utf-?7)/i;

const multiByte = /^(gb|big5|euc|shift|iso-2022|cp9)/;

/**
 * Decodes a feed or page of unknown encoding. Asked in turn: byte order mark (or the zero bytes of UTF-16 and
 * UTF-32), `Content-Type` charset, the document's own declaration, strict UTF-8, statistical detection,
 * windows-1252. A declaration that the bytes contradict loses. Labels mean what the WHATWG Encoding Standard
 * says (`gb2312` is GBK, `iso-8859-1` is windows-1252). Never throws; bytes that fit nowhere become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, options: DecodeOptions = {}): DecodedText {
  const unicode = unicodeByPattern(bytes);
  if (unicode) return { text: decodeAs(bytes, unicode), encoding: unicode };
  const utf8 = strictUtf8(bytes);
  for (const label of [headerCharset(options.contentType), declaredCharset(bytes, options.kind)]) {
    const encoding = label && encodingOf(label);
    if (!encoding || encoding.startsWith('utf-16') || encoding.startsWith('utf-32')) continue;
    const enough = multiByte.test(encoding) ? convincingCharacters : 1;
    if (utf8 !== undefined && countNonAscii(utf8) >= enough) break;
    const text = decodeAs(bytes, encoding);
    if (isPlausible(text)) return { text, encoding };
  }
  if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8' };
  const detected = detectedEncoding(bytes);
  return { text: decodeAs(bytes, detected), encoding: detected };
}

/** Byte order marks, and `<` in UTF-16 or UTF-32 without one (XML 1.0, appendix F.1). */
function unicodeByPattern(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (start === 'fffe0000' || start === '3c000000') return 'utf-32le';
  if (start === '0000feff' || start === '0000003c') return 'utf-32be';
  if (/^3c00..00$/.test(start)) return 'utf-16le';
  if (/^003c00..$/.test(start)) return 'utf-16be';
  return getBOMEncoding(bytes) ?? undefined;
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function headerCharset(contentType = ''): string | undefined {
  return /;\s*charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType)?.[1];
}

function declaredCharset(bytes: Uint8Array, kind: DecodeOptions['kind'] = 'html'): string | undefined {
  const start = Buffer.from(bytes.subarray(0, prescanBytes)).toString('latin1');
  const prolog = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']\s*([^"'\s>]+)/.exec(start);
  if (prolog || kind === 'xml') return prolog?.[1];
  const markup = start.replace(/<!--.*?-->/gs, '');
  return /<meta\s[^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(markup)?.[1];
}

/** By letter statistics of what stands between the tags: ASCII markup would speak for Western European. */
function detectedEncoding(bytes: Uint8Array): string {
  const prose = Buffer.from(bytes)
    .toString('latin1')
    .replace(/<[^<>]*>/g, ' ');
  const encoding = encodingOf(detect(Buffer.from(prose, 'latin1')) ?? '') ?? 'windows-1252';
  // Logical Hebrew on the web is windows-1255, which has the same letters in the same places.
  return encoding === 'iso-8859-8' ? 'windows-1255' : encoding;
}

/** The name of a labelled encoding that we can read: WHATWG's first, then those it leaves out (UTF-32, IBM855). */
function encodingOf(label: string): string | undefined {
  const name = labelToName(label)?.toLowerCase();
  if (name && name !== 'replacement') return name;
  return iconv.encodingExists(label) && !notCharset.test(label) ? label.toLowerCase() : undefined;
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  if (labelToName(encoding)) return new TextDecoder(encoding).decode(bytes);
  return iconv.decode(Buffer.from(bytes), encoding);
}

function isPlausible(text: string): boolean {
  const damaged = text.split('\uFFFD').length - 1;
  return damaged === 0 || damaged <= countNonAscii(text) * toleratedDamage;
}

function countNonAscii(text: string): number {
  return text.match(/[\u0080-\uffff]/g)?.length ?? 0;
}
