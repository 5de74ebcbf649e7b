import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../backend/src/adapters/website/public-address.ts';
import { isReservedDomain, refusalOfAddress } from '../../../backend/src/adapters/website/web-address.ts';

const nowhere = new Map();

/** Loopback, private networks, metadata and the rest, in every spelling that some parser takes for an address. */
const REFUSED_HOSTS = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '017700000001',
  '0177.0.0.1',
  '0177.1',
  '00000177.0.0.1',
  '0',
  '0.0.0.0',
  '0x0',
  '000.000.000.000',
  '10.0.0.1',
  '10.1',
  '167772161',
  '172.16.0.1',
  '192.168.1.1',
  '0xc0.0xa8.0x01.0x01',
  '3232235777',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '8.8.8.8',
  '127.0.0.1.',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:169.254.169.254]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[2606:4700:4700::1111]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'localhost.localdomain',
  'printer',
  'intranet.local',
  'metadata.google.internal',
  'kubernetes.default.svc.cluster.local',
  'host.docker.internal',
  'acme.example',
  'acme.test',
  'acme.invalid',
  'www.example.com',
  'acme.co.uk.',
  '１２７.０.０.１',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
  'user@acme.co.uk',
  'user:password@acme.co.uk',
  'acme.co.uk@127.0.0.1',
  'acme.co.uk:password@169.254.169.254',
  'acme.co.uk:8080',
  'acme.co.uk:22',
  'acme.co.uk:5432',
  '127.0.0.1:80',
  '127.0.0.1#@acme.co.uk',
  '127.0.0.1\\@acme.co.uk',
];

const REFUSED_ADDRESSES = [
  'file:///etc/passwd',
  'ftp://acme.co.uk/',
  'gopher://acme.co.uk/',
  'javascript:alert(1)',
  'data:text/html,hello',
  'ws://acme.co.uk/',
  'http://',
  '//acme.co.uk/',
  'http:\\\\127.0.0.1/',
  'http:127.0.0.1',
];

describe('an address of a website', () => {
  it.each(REFUSED_HOSTS)('is refused at http://%s/', (host) => {
    expect(refusalOfAddress(`http://${host}/`, nowhere)).toBeTypeOf('string');
  });

  it.each(REFUSED_ADDRESSES)('is refused as %s', (address) => {
    expect(refusalOfAddress(address, nowhere)).toBeTypeOf('string');
  });

  it.each([
    'https://acme.co.uk/',
    'http://www.acme.co.uk/careers?x=1',
    'https://acme.co.uk:443/',
    'http://acme.co.uk:443/',
    'https://acme.co.uk:80/',
    'https://bücher.de/',
    'https://xn--bcher-kva.de/',
    'HTTPS://ACME.CO.UK/',
  ])('is taken as %s', (address) => {
    expect(refusalOfAddress(address, nowhere)).toBeUndefined();
  });

  it('may be a reserved name that was put on this computer', () => {
    const local = new Map([['acme.example', { address: '127.0.0.1', port: 4000 }]]);

    expect(refusalOfAddress('http://acme.example/', local)).toBeUndefined();
    expect(refusalOfAddress('http://other.example/', local)).toBe('the name is reserved');
  });

  it('is known to lead nowhere when the domain is reserved', () => {
    expect(['kestrel.example', 'example.org', 'a.localhost', 'acme.co.uk'].map(isReservedDomain)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('a resolved address', () => {
  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.255.255.255',
    '100.64.0.1',
    '100.100.100.200',
    '100.127.255.255',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.251',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:8.8.8.8',
    '::ffff:10.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::808:808',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '4000::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'acme.co.uk',
    '',
  ])('is not public as %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '93.184.216.34', '100.63.255.255', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450::5'])(
    'is public as %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});
