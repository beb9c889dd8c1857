import type { MigrationInterface, QueryRunner } from 'typeorm';

const pageSize = 2_000;
/** What may have another key now, as LIKE patterns. */
const suspects = ['%?%', '%amp%', '%.m.%', '%//m.%', '%//mobile.%', '%//wap.%', '%//3g.%'];

/**
 * The keys of addresses by the rules of canonical addresses as they are now: more tracking parameters are dropped, and
 * the AMP and mobile forms of a page are the page. An address whose new key is another article's keeps the old one: it
 * leads to that article from now on.
 */
export class AddressKeys1764310000000 implements MigrationInterface {
  readonly name = 'AddressKeys1764310000000';

  async up(runner: QueryRunner): Promise<void> {
    const [first, second] = runner.connection.options.type === 'sqlite' ? ['?1', '?2'] : ['$1', '$2'];
    const isSuspect = suspects.map((pattern) => `url_key LIKE '${pattern}'`).join(' OR ');
    const update = (table: string) => `UPDATE ${table} SET url_key = ${first} WHERE url_key = ${second}`;
    const updates = {
      article_url: `${update('article_url')} AND NOT EXISTS (SELECT 1 FROM article_url WHERE url_key = ${first})`,
      related_link: update('related_link'),
    };
    for (const [table, statement] of Object.entries(updates)) {
      for (let after: string | undefined = ''; after !== undefined; ) {
        const rows: { url_key: string }[] = await runner.query(
          `SELECT DISTINCT url_key FROM ${table} WHERE url_key > ${first} AND (${isSuspect}) ORDER BY url_key LIMIT ${pageSize}`,
          [after],
        );
        for (const { url_key } of rows) {
          const key = newKey(url_key);
          if (key !== url_key) await runner.query(statement, [key, url_key]);
        }
        after = rows.length < pageSize ? undefined : rows.at(-1)?.url_key;
      }
    }
  }

  async down(): Promise<void> {
    // What was dropped is not known any more.
  }
}

// The rules as they were when this migration was written. Those in force are in src/catalog.

const tracking = new RegExp(
  `^(?:${[
    'utm|mtm_\\w+|(?:pk|piwik|matomo)_(?:campaign|kwd|keyword|source|medium|content|cid)|stm_\\w+|hsa_\\w+',
    'ga_(?:source|medium|term|content|campaign|place)|tracking_source|traffic_source',
    'gad_source|ymclid|li_fat_id|igshid?|mibextid|wickedid|rb_clickid|epik',
    'fb_(?:action_(?:ids|types)|source|ref|comment_id)|action_(?:object|type|ref)_map|__twitter_impression|_branch_match_id|dicbo|tblci|echobox',
    'gs_l|mc_tc|ml_subscriber(?:_hash)?|ck_subscriber_id',
    '_ke|dm_i|wt_?z?mc|wtrid|s_cid|xtor|cmpid|ncid|ocid|icid|mbid|smid|smtyp|ftag|ito|wpisrc|wpmm|guccounter|guce_referrer(?:_sig)?',
    'at_(?:medium|campaign(?:_type)?|custom\\d|link_\\w+|bbc_team|format|ptr_name)|ns_(?:campaign|mchannel|source|linkname|fee)',
    'spm_id_from|vd_source|wfr|nsukey|share_(?:token|from|source|medium|plat|tag|session_id)|wxshare_count',
    'amp_\\w+|usqp|noamp',
  ].join('|')})(?:=|$)`,
  'i',
);
const ampForm = /^(?:_?amp(?:=(?:1|true|yes|amp)?)?|output(?:type)?=amp)$/i;
const cached =
  /^https:\/\/(?:(?:[^/]+\.)?cdn\.ampproject\.org\/[cv]|amp\.cloudflare\.com\/[cv]|(?:[^/]+\.)?bing-amp\.com\/[cv]|google\.(?:[a-z]{2,3}|com?\.[a-z]{2})\/amp)\/(?:s\/)?([\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?].*)?)$/;
const mobileWiki = /^(https:\/\/[a-z-]+)\.m(\.[^/]+\.[^/]+\/)/;
const variantHost = /^https:\/\/(?:m|mobile|wap|3g|amp)\.((?:[\w-]+\.)+[\w-]+(?::\d+)?[/?].*)$/;
const registry = /^(?:com?|net|org|gov|gob|edu|ac|or|ne|go|mil|nom)\.[a-z]{2}[/:?]/;
const ampPath =
  /^(https:\/\/[^/?#]+)(\/[^?#]*?)?(?:\/amp(?:\.html?)?(?=[/?#]|$)|\.amp(?=\.html?(?:[?#]|$)|[?#]|$))(.*)$/;
const article = /^https:\/\/[^/?#]+(?:[^#]*\d{4}|\/[^?#]*[^/?#]-[^/?#]+-[^/?#]|[^#]*[?&][\w-]+=[\w-]{8})/;

/** The new key for an old one. */
function newKey(key: string): string {
  const clean = withoutTracking(key);
  const plain = plainForm(clean);
  return plain === undefined ? clean : newKey(plain);
}

function withoutTracking(key: string): string {
  const [, address = '', query, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/.exec(key) ?? [];
  if (query === undefined) return key;
  const name = (parameter: string): string => parameter.split('=', 1)[0] ?? '';
  const kept = query
    .split('&')
    .map((parameter) => parameter.replace(/^(?:amp;)+(?=.)/, '').replace(/^([^=]+)=$/, '$1'))
    .filter((parameter) => parameter !== '' && !tracking.test(parameter) && !ampForm.test(parameter))
    .sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
  return kept.length === 0 ? bare(`${address}${fragment}`) : `${address}?${kept.join('&')}${fragment}`;
}

function plainForm(key: string): string | undefined {
  const inCache = cached.exec(key)?.[1];
  if (inCache !== undefined) return bare(`https://${inCache.replace(/^www\./, '')}`);
  const wiki = key.replace(mobileWiki, '$1$2');
  if (wiki !== key) return wiki;
  const rest = variantHost.exec(key)?.[1];
  const [, host = '', before = '', after = ''] = ampPath.exec(key) ?? [];
  const plain = [
    ...(rest === undefined || registry.test(rest) ? [] : [`https://${rest.replace(/^www\./, '')}`]),
    ...(host === '' ? [] : [`${host}${before}${after}`]),
  ];
  const found = plain.find((candidate) => article.test(candidate));
  return found === undefined ? undefined : bare(found);
}

/** Without a closing slash. */
function bare(address: string): string {
  return address.replace(/\/+$/, '');
}
