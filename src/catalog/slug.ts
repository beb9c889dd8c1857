const maxLength = 60;

/**
 * The readable part of an address, from a headline: letters, marks and digits of any script in lower case
 * and compatibility form (NFKC, so full-width Ａ is a), all else a single hyphen. At most 60 characters, cut
 * at the end of a word where there is one. Never empty: a headline without letters or digits gives "article".
 * Not unique; who stores it adds what makes it so.
 */
export function slugBase(headline: string): string {
  const slug = headline
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return cutAtWord(slug) || 'article';
}

function cutAtWord(slug: string): string {
  const characters = [...slug];
  if (characters.length <= maxLength) return slug;
  const head = characters.slice(0, maxLength).join('');
  if (characters[maxLength] === '-') return head;
  // Scripts without spaces have no word ends: the text is cut where it is full.
  const end = head.lastIndexOf('-');
  return (end > 0 ? head.slice(0, end) : head).replace(/-$/, '');
}
