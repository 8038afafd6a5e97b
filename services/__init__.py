"""Use cases, one file each: a command (or a question), the database and a clock in; a result out."""
