#!/bin/sh
# Makes the product's database and the role that owns it: it may create roles, and is no superuser (decision 0006).
set -eu

psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres --set=password="$SMARTSYNC_DB_PASSWORD" <<'SQL'
CREATE ROLE smartsync LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE smartsync OWNER smartsync;
SQL
