/** Anything that the rules below could change; most addresses are not looked at any further. */
const suspect = /\bamp|\/\/(?:[^/]*\.)?(?:m|mobile|wap|3g)\./;

/** AMP caches, and what Google shows in its own frame: the address of the page follows, after `s` where it is https. */
const cached =
  /^https:\/\/(?:(?:[^/]+\.)?cdn\.ampproject\.org\/[cv]|amp\.cloudflare\.com\/[cv]|(?:[^/]+\.)?bing-amp\.com\/[cv]|google\.(?:[a-z]{2,3}|com?\.[a-z]{2})\/amp)\/(?:s\/)?([\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?].*)?)$/;
/** The mobile form of a MediaWiki: `en.m.wikipedia.org`. */
const mobileWiki = /^(https:\/\/[a-z-]+)\.m(\.[^/]+\.[^/]+\/)/;
/** A site of its own for small screens, or for AMP, beside the one on the bare host. */
const variantHost = /^https:\/\/(?:m|mobile|wap|3g|amp)\.((?:[\w-]+\.)+[\w-]+(?::\d+)?[/?].*)$/;
/** Hosts under which others register theirs: `m.com.cn` is no form of `com.cn`. */
const registry = /^(?:com?|net|org|gov|gob|edu|ac|or|ne|go|mil|nom)\.[a-z]{2}[/:?]/;
/** `/amp` as a folder or at the end, `.amp` and `.amp.html`. */
const ampPath =
  /^(https:\/\/[^/?#]+)(\/[^?#]*?)?(?:\/amp(?:\.html?)?(?=[/?#]|$)|\.amp(?=\.html?(?:[?#]|$)|[?#]|$))(.*)$/;
/** What names one article: a number of four digits, a name of three words, an id of eight letters in the query. */
const article = /^https:\/\/[^/?#]+(?:[^#]*\d{4}|\/[^?#]*[^/?#]-[^/?#]+-[^/?#]|[^#]*[?&][\w-]+=[\w-]{8})/;

/**
 * The address of the page of which this is the AMP or mobile form, by its form alone; undefined for any other. Takes
 * and gives canonical addresses but for what the change brings up.
 *
 * Hosts such as `m.` and paths such as `/amp` are only believed to be a form of another page where the rest names one
 * article: `mobile.example.org/reviews` may well be a site about telephones. Two different articles then never fall
 * together but when a site numbers those of its mobile host anew, of which none is known.
 */
export function plainAddress(url: string): string | undefined {
  if (!suspect.test(url)) return undefined;
  const inCache = cached.exec(url)?.[1];
  if (inCache !== undefined) return `https://${inCache}`;
  const wiki = url.replace(mobileWiki, '$1$2');
  if (wiki !== url) return wiki;
  const rest = variantHost.exec(url)?.[1];
  const [, host = '', before = '', after = ''] = ampPath.exec(url) ?? [];
  const plain = [
    ...(rest === undefined || registry.test(rest) ? [] : [`https://${rest}`]),
    ...(host === '' ? [] : [`${host}${before}${after}`]),
  ];
  return plain.find((candidate) => article.test(candidate));
}
