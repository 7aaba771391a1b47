create table if not exists imported_row (
  task uuid not null,
  line bigint not null,
  columns text not null,
  primary key (task, line)
);

create table if not exists rejected_row (
  task uuid not null,
  line bigint not null,
  reason varchar(200) not null,
  fields text not null,
  primary key (task, line)
);
