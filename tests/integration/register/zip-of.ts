import { crc32, deflateRawSync } from 'node:zlib';

/** Makes a zip archive of text files, deflated, as the official ones are. */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(Buffer.from(text));
    const facts = factsOf(text, packed, name);
    const local = Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1'), facts, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    centrals.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\0\x14\0\0\0', 'latin1'), facts, place, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

/** Method, time, checksum, sizes and name length: the same in both kinds of header. */
function factsOf(text: string, packed: Buffer, name: string): Buffer {
  const facts = Buffer.alloc(22);
  facts.writeUInt16LE(8, 0);
  facts.writeUInt32LE(crc32(Buffer.from(text)), 6);
  facts.writeUInt32LE(packed.length, 10);
  facts.writeUInt32LE(Buffer.byteLength(text), 14);
  facts.writeUInt16LE(Buffer.byteLength(name), 18);
  return facts;
}
