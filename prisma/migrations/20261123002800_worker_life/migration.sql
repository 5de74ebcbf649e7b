-- A process that was killed was missed only after two seconds of silence, though the database knows at once: the connection
-- is gone. Each worker process holds a lock of its session now; where it is free and nothing was heard for longer than
-- between two signs of life, the process is dead. One whose machine vanished is still found by its silence.
ALTER TABLE worker_processes ADD COLUMN has_lock boolean NOT NULL DEFAULT false;
