const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for HTML content and for quoted attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * A value as JSON that may stand inside a `<script>` element: it can neither close the element nor, read as
 * JavaScript, end a line. The escapes are JSON's own, so `JSON.parse` gives the value back.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A Content-Security-Policy header value from its directives, in the order given. */
export function contentSecurityPolicy(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

/** Headers for every page: no sniffing of types, no address leaked to other sites, no stale example in a cache. */
export const pageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
};

/** The icon of Broadsheet's pages, in the page itself: a folded sheet, as a data URL. */
export const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="4" y="2" width="24" height="28" rx="3" fill="#1f2937"/>' +
    '<path d="M9 8h14M9 14h6M9 18h6M9 22h6" stroke="#fff" stroke-width="2.4"/><path d="M18 13h5v10h-5z" fill="#f59e0b"/></svg>',
)}`;
