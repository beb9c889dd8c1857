import { parsePage, webUrl } from '../../src/ingest/page-dom.js';

describe('parsePage', () => {
  it.each([
    ['a fragment', '<p>text</p>'],
    ['no html element', '<head><title>t</title></head><body><p>text</p></body>'],
    ['no body', '<!DOCTYPE html><html><head><title>t</title></head><p>text</p></html>'],
    [
      'an image in the head',
      '<html><head><img src="i"><meta name="a"></head><body><p>text</p></body></html>',
    ],
    ['an XML declaration', '<?xml version="1.0"?><!DOCTYPE html><html><body><p>text</p></body></html>'],
  ])('gives a page with %s its body', (_, html) => {
    expect(parsePage(html).body.innerHTML).toContain('<p>text</p>');
  });

  it('keeps a stray < as text', () => {
    expect(parsePage('<p>1 < 2 <3</p>').body.textContent).toBe('1 < 2 <3');
  });

  it('flattens what is nested too deep', () => {
    const { body } = parsePage(`${'<div>'.repeat(5000)}text`);
    expect(body.textContent).toBe('text');
    expect(body.querySelectorAll('*').length).toBeLessThan(200);
  });
});

describe('webUrl', () => {
  it.each([
    ['/a b', 'http://h.example/x', 'http://h.example/a%20b'],
    ['//cdn.example/a', 'https://h.example/', 'https://cdn.example/a'],
    ['https://h.example/a', undefined, 'https://h.example/a'],
    ['/a', undefined, undefined],
    ['javascript:alert(1)', 'http://h.example/', undefined],
    ['http://', undefined, undefined],
    [null, 'http://h.example/', undefined],
  ])('of %s on %s', (reference, base, url) => {
    expect(webUrl(reference, base)).toBe(url);
  });
});
