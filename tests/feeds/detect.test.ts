import { detectKind } from '../../src/feeds/detect.js';

describe('detectKind', () => {
  it.each([
    ['rss', '<?xml version="1.0"?>\n<!-- <html> -->\n<rss version="0.91"><channel/></rss>'],
    ['rss', '<!DOCTYPE rss [<!ENTITY html "<html>">]><RSS></RSS>'],
    ['rss', '<x:rss xmlns:x="http://backend.userland.com/rss2"/>'],
    ['rdf', '<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel rdf:about="/"/></rdf:RDF>'],
    ['atom', '\n<feed xmlns="http://www.w3.org/2005/Atom"/>'],
    ['atom', '<atom:entry xmlns:atom="http://www.w3.org/2005/Atom"/>'],
    ['json', '{"version": "https://jsonfeed.org/version/1.1", "items": []}'],
    ['json', '{"version": "1.1", "title": "Example", "items": []}'],
    ['html', '<!DOCTYPE html>\n<title>The &lt;rss&gt; element</title><p>'],
    [
      'html',
      '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><rss></rss></body></html>',
    ],
    ['html', '<head><title>Moved</title></head>'],
    ['unknown', '<rdf:RDF><foaf:Person/></rdf:RDF>'],
    ['unknown', '<opml version="2.0"/>'],
    ['unknown', '{"title": "Example"}'],
    ['unknown', '{"version": '],
    ['unknown', 'Not found'],
    ['unknown', ''],
  ])('finds %s in %s', (kind, text) => expect(detectKind(text)).toBe(kind));
});
