import { runPrisma } from './prisma-cli.ts';

// `npx tsx scripts/prisma.ts migrate status`: Prisma's own commands, without its download.
process.exitCode = runPrisma(process.argv.slice(2), { quiet: false });
