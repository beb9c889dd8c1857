/**
 * An address in parts; undefined where the text is none. To be used in place of `URL.canParse`, which on Node.js 20
 * begins to refuse hosts such as `http://êxample.com` once it has been called some thousand times.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** Whether a text is an absolute http or https address. */
export function isWebAddress(text: string | undefined): text is string {
  return text !== undefined && /^https?:$/.test(parseUrl(text)?.protocol ?? '');
}
