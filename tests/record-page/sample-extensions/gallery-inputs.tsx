import {
  Button,
  Checkbox,
  CurrencyInput,
  DateInput,
  Form,
  Heading,
  Input,
  MultiSelect,
  NumberInput,
  RadioButton,
  SearchInput,
  Select,
  StepperInput,
  Text,
  TextArea,
  TimeInput,
  Toggle,
  ToggleGroup,
} from '@hubspot/ui-extensions';
import { useState } from 'react';

const options = [
  { label: 'Manufacturing', value: 'manufacturing' },
  { label: 'Retail', value: 'retail' },
  { label: 'Services', value: 'services' },
];

export const GalleryInputs = () => {
  const [typed, setTyped] = useState('');
  const [sent, setSent] = useState('');
  return (
    <Form onSubmit={(event) => setSent(JSON.stringify(event.targetValue))}>
      <Heading>Inputs</Heading>
      <Input
        label="Controlled"
        name="controlled"
        value={typed}
        onInput={setTyped}
        required
        tooltip="Comes back from the worker"
      />
      <Text testId="typed">{typed}</Text>
      <Input
        label="With a problem"
        name="problem"
        error
        validationMessage="Not a town in the register"
        defaultValue="Ledes"
      />
      <TextArea label="Text area" name="area" rows={2} />
      <SearchInput label="Search" name="search" />
      <NumberInput label="Number" name="number" defaultValue={5} formatStyle="percentage" />
      <CurrencyInput label="Currency" name="currency" currency="GBP" defaultValue={1200} />
      <StepperInput label="Stepper" name="stepper" defaultValue={3} min={0} max={5} />
      <DateInput label="Date" name="date" defaultValue={{ year: 2026, month: 10, date: 23 }} />
      <TimeInput label="Time" name="time" defaultValue={{ hours: 9, minutes: 30 }} />
      <Select label="Select" name="select" options={options} value="retail" />
      <MultiSelect label="Multi select" name="multi" options={options} value={['retail', 'services']} />
      <Checkbox name="tick" description="A tick box">
        Tick
      </Checkbox>
      <RadioButton name="radio" value="one" initialIsChecked>
        Radio
      </RadioButton>
      <Toggle label="Automatic enrichment" name="toggle" textChecked="On" textUnchecked="Off" initialIsChecked />
      <ToggleGroup
        label="Objects"
        name="objects"
        toggleType="checkboxList"
        inline
        options={[
          { label: 'Contacts', value: 'contacts', initialIsChecked: true },
          { label: 'Companies', value: 'companies' },
        ]}
      />
      <Button type="submit" variant="primary">
        Send the form
      </Button>
      <Text testId="sent">{sent}</Text>
    </Form>
  );
};
