import { crc32 } from "../../src/core/crc32.ts";
import { joinBytes, text } from "./gzip-files.ts";

/** One member of an archive that is made byte by byte, so that each part can be made wrong. */
export interface ZipParts {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array;
  /** Bytes as they stand in the archive; the content itself unless given. */
  readonly packed?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly packedSize?: number;
  /** Changes of the local header alone. */
  readonly local?: Partial<Omit<ZipParts, "content" | "packed" | "local">>;
  readonly extra?: Uint8Array;
  readonly centralExtra?: Uint8Array;
  /** Stands behind the data. */
  readonly behind?: Uint8Array;
  /** Where the directory says that the member begins. */
  readonly offset?: number;
}

const little = (bytes: number, value: number) =>
  Uint8Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256);

function fields(parts: ZipParts): Uint8Array {
  const { content, packed = content, method = 0, flags = 0 } = parts;
  const numbers = [
    little(2, 20),
    little(2, flags),
    little(2, method),
    little(4, 0),
    little(4, parts.crc ?? crc32(content)),
    little(4, parts.packedSize ?? packed.length),
    little(4, parts.size ?? content.length),
    little(2, nameBytes(parts).length),
  ];
  return joinBytes(...numbers);
}

const nameBytes = ({ name }: ZipParts) => (typeof name === "string" ? text(name) : name);

export interface ArchiveParts {
  readonly prefix?: Uint8Array;
  readonly comment?: Uint8Array;
  readonly count?: number;
  readonly disks?: number;
  /** Writes the zip64 end records, with ffff… in the old one. */
  readonly zip64?: boolean;
  readonly directoryOffset?: number;
}

export function zipFile(members: readonly ZipParts[], parts: ArchiveParts = {}): Uint8Array {
  const { prefix = new Uint8Array(0), comment = new Uint8Array(0), count = members.length, disks = 0 } = parts;
  const bodies: Uint8Array[] = [prefix];
  const directory: Uint8Array[] = [];
  let at = prefix.length;
  for (const member of members) {
    const { packed = member.content, extra = new Uint8Array(0), behind = new Uint8Array(0) } = member;
    const localParts = { ...member, ...member.local };
    const local = joinBytes(
      text("PK\x03\x04"),
      fields(localParts),
      little(2, extra.length),
      nameBytes(localParts),
      extra,
    );
    bodies.push(local, packed, behind);
    const centralExtra = member.centralExtra ?? new Uint8Array(0);
    const tail = joinBytes(little(2, centralExtra.length), little(2, 0), little(8, 0), little(4, member.offset ?? at));
    directory.push(joinBytes(text("PK\x01\x02"), little(2, 20), fields(member), tail, nameBytes(member), centralExtra));
    at += local.length + packed.length + behind.length;
  }
  const central = joinBytes(...directory);
  const start = parts.directoryOffset ?? at;
  const [n, size, offset] = parts.zip64 ? [0xffff, 0xffff_ffff, 0xffff_ffff] : [count, central.length, start];
  const end = [text("PK\x05\x06"), little(2, disks), little(2, 0), little(2, n), little(2, n), little(4, size)];
  const end64 = [text("PK\x06\x06"), little(8, 44), little(4, 0), little(8, 0), little(8, count), little(8, count)];
  end64.push(little(8, central.length), little(8, start));
  end64.push(text("PK\x06\x07"), little(4, 0), little(8, at + central.length), little(4, 1));
  const records = [...(parts.zip64 ? end64 : []), ...end, little(4, offset), little(2, comment.length), comment];
  return joinBytes(...bodies, central, ...records);
}

export { little };
