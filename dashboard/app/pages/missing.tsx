import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { Empty } from '../parts/states.tsx';

/** An address that leads nowhere. */
export function Missing() {
  return (
    <Empty title="There is no such page" text="The address may be old, or mistyped.">
      <Button component={Link} href="/">
        To the overview
      </Button>
    </Empty>
  );
}
