import normalizeUrl from 'normalize-url';
import { plainAddress } from './plain-address.js';

/** An address that is not an absolute http or https URL. */
export class InvalidUrl extends TypeError {
  constructor(url: string) {
    super(`Not an absolute http or https URL: ${url.slice(0, 200)}`);
    this.name = 'InvalidUrl';
  }
}

/** Parameters that say how a reader came or who he is, and not what he reads; none is known to choose content. */
const tracking = new RegExp(
  `^(?:${[
    'utm(?:_\\w+)?|mtm_\\w+|(?:pk|piwik|matomo)_(?:campaign|kwd|keyword|source|medium|content|cid)|stm_\\w+|hsa_\\w+',
    '(?:hmb|itm)_(?:campaign|medium|source)|ga_(?:source|medium|term|content|campaign|place)|tracking_source|traffic_source',
    'fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_source|msclkid|yclid|ymclid|twclid|ttclid|li_fat_id|igshid?|mibextid|srsltid|wickedid|rb_clickid|epik',
    'fb_(?:action_(?:ids|types)|source|ref|comment_id)|action_(?:object|type|ref)_map|__twitter_impression|_branch_match_id|dicbo|tblci|echobox',
    '_openstat|_ga|_gl|gs_l|_hsenc|_hsmi|__hsfp|__hssc|__hstc|hsctatracking|mc_(?:[ce]id|tc)|mkt_tok|ml_subscriber(?:_hash)?|ck_subscriber_id',
    'vero_(?:conv|id)|oly_(?:anon|enc)_id|_ke|dm_i|wt_?z?mc|wtrid|s_cid|xtor|cmpid|ncid|ocid|icid|mbid|smid|smtyp|ftag|ito|wpisrc|wpmm|guccounter|guce_referrer(?:_sig)?',
    'at_(?:medium|campaign(?:_type)?|custom\\d|link_\\w+|bbc_team|format|ptr_name)|ns_(?:campaign|mchannel|source|linkname|fee)',
    'spm(?:_id_from)?|scm|vd_source|wfr|nsukey|share_(?:token|from|source|medium|plat|tag|session_id)|wxshare_count|isappinstalled',
    'amp_\\w+|usqp|noamp',
    'phpsessid|jsessionid|aspsessionid\\w*|cfid|cftoken',
  ].join('|')})$`,
  'i',
);
/** `from` chooses content on many sites, but not with the values that WeChat adds on sharing. */
const wechatShare = /^from=(?:timeline|groupmessage|singlemessage)$/i;
/** Asks for the AMP form of the same page. */
const ampForm = /^(?:_?amp(?:=(?:1|true|yes|amp)?)?|output(?:type)?=amp)$/i;
/**
 * What is canonical as it stands, as most addresses are: nothing in it for the rules below to change, nor for those of
 * plain-address.ts.
 */
const settled =
  /^https:\/\/(?!www\.)(?!(?:[^/]*\.)?(?:m|mobile|wap|3g)\.)(?!.*(?:xn--|\bamp))(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/[\w-]+(?:\.[\w-]+)*)+$/;
/** The session id that Java servers put into the path. */
const pathSession = /;jsessionid=[^/;]*/gi;

/**
 * The identity of an article's address: two addresses with the same canonical form lead to the same article.
 * A key to compare and look up by, not an address to fetch: the scheme is always https and `www.` is dropped, and the
 * AMP and mobile forms of an article's page are the page (plain-address.ts).
 *
 * On top of the URL Standard's parsing: no credentials, default port, closing dot of the host, repeated or closing
 * slashes, tracking or session parameters; parameters sorted by name, `a=` the same as `a`; no fragment but those
 * that single-page sites route by (`#!`, `#/`). The bytes of a query are otherwise kept, since Chinese sites
 * write them in GBK as well as in UTF-8. Paths keep their case and file name: those may be different articles.
 *
 * Stored with each address (`url_key`): whoever changes the rules writes the migration that changes the keys.
 * @throws InvalidUrl unless it is an absolute http or https URL
 */
export function canonicalUrl(url: string): string {
  if (settled.test(url)) return url;
  const canonical = canonicalSpelling(url);
  const plain = plainAddress(canonical);
  // Shorter each time, so it comes to an end.
  return plain === undefined ? canonical : canonicalUrl(plain);
}

function canonicalSpelling(url: string): string {
  const parsed = parseHttpUrl(url);
  parsed.pathname = keepEscapedPercent(canonicalEscapes(parsed.pathname).replace(pathSession, ''));
  parsed.search = canonicalQuery(canonicalEscapes(parsed.search));
  if (!/^#[!/]/.test(parsed.hash)) parsed.hash = '';
  return normalizeUrl(parsed.href, {
    forceHttps: true,
    // The query is done above: normalize-url decodes it as UTF-8, which makes different GBK queries one.
    sortQueryParameters: false,
    removeQueryParameters: false,
  });
}

/** The host to show beside a link: without port and `www.`, in ASCII form, so that look-alikes show as what they are. */
export function displayHost(url: string): string {
  return parseHttpUrl(url).hostname.replace(/^www\.(?=.+\.)/, '');
}

function parseHttpUrl(url: string): URL {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new InvalidUrl(url);
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') throw new InvalidUrl(url);
  return parsed;
}

/** RFC 3986, 6.2.2: what needs no escape has none, escapes are in capitals, and a percent sign is one. */
function canonicalEscapes(part: string): string {
  return part.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/%[0-9a-f]{2}/gi, (octet) => {
    const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : octet.toUpperCase();
  });
}

/** normalize-url decodes the path once, which would turn `%2541` into `%41`, and the next time into `A`. */
function keepEscapedPercent(path: string): string {
  try {
    decodeURI(path);
    return path.replaceAll('%25', '%2525');
  } catch {
    // Not UTF-8: normalize-url then leaves the path as it is.
    return path;
  }
}

function canonicalQuery(search: string): string {
  return (
    search
      .slice(1)
      .replaceAll('+', '%20') // As normalize-url writes it: done before sorting.
      .replace(/[^\w.~!$&'()*+,;=:@/?%-]/g, encodeURIComponent)
      .split('&')
      // Feeds escape an ampersand once too often.
      .map((parameter) => parameter.replace(/^(?:amp;)+(?=.)/, '').replace(/^([^=]+)=$/, '$1'))
      .filter(
        (parameter) =>
          parameter !== '' &&
          !tracking.test(parameterName(parameter)) &&
          !wechatShare.test(parameter) &&
          !ampForm.test(parameter),
      )
      .sort((a, b) => compare(parameterName(a), parameterName(b)))
      .join('&')
  );
}

function parameterName(parameter: string): string {
  return parameter.split('=', 1)[0] ?? '';
}

/** By code unit, the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
