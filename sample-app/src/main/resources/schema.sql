create table imported_row (
  task uuid not null,
  line bigint not null,
  columns clob not null,
  primary key (task, line)
);

create table rejected_row (
  task uuid not null,
  line bigint not null,
  reason varchar(200) not null,
  fields clob not null,
  primary key (task, line)
);
