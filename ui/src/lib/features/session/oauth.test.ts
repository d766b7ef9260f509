import { expect, it } from 'vitest';
import { base64url, challenge, safePath } from './oauth';

it('makes the challenge of RFC 7636, appendix B', () => {
  expect(challenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

it('writes base64 that fits an address', () => {
  expect(base64url(new Uint8Array([251, 255, 254]))).toBe('-__-');
});

it('goes back only to its own pages', () => {
  expect(safePath('/@ana/12')).toBe('/@ana/12');
  expect(safePath('//evil.example')).toBe('/home');
  expect(safePath('/\\evil.example')).toBe('/home');
  expect(safePath('https://evil.example')).toBe('/home');
  expect(safePath('/sign-in')).toBe('/home');
  expect(safePath(null)).toBe('/home');
});
