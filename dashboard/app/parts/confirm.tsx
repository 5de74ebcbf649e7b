import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Problem } from './states.tsx';

/** A button whose effect a person confirms after reading what it will be. */
export function ConfirmButton(props: {
  readonly label: string;
  readonly title: string;
  readonly text: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly isDangerous?: boolean;
  /** Resolves when it is done: the dialog closes then, and stays open when it fails. */
  readonly onConfirm: () => Promise<unknown>;
}) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const { label, title, text, isBusy, error, isDangerous = false, onConfirm } = props;
  const color = isDangerous ? 'red' : undefined;
  return (
    <>
      <Button variant="default" size="sm" miw={104} onClick={open} {...(color ? { c: 'red' } : {})}>
        {label}
      </Button>
      <Modal opened={isOpen} onClose={close} title={title}>
        <Stack>
          <Text size="sm">{text}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              loading={isBusy}
              {...(color ? { color } : {})}
              onClick={() => {
                onConfirm().then(close, () => undefined); // the dialog shows why not
              }}
            >
              {label}
            </Button>
          </Group>
          {error !== null && error !== undefined && <Problem error={error} />}
        </Stack>
      </Modal>
    </>
  );
}
