-- Two empty databases, of the names in the variables a and b, and prints the server's version. To
-- copy files costs half of what it costs to log their pages, as 15 and later do unless told.
SELECT format('DROP DATABASE IF EXISTS %I', name),
       format('CREATE DATABASE %I TEMPLATE template0%s', name,
              CASE WHEN current_setting('server_version_num')::integer >= 150000
                   THEN ' STRATEGY file_copy' ELSE '' END)
FROM (VALUES (:'a'), (:'b')) AS wanted (name)
\gexec
SHOW server_version_num;
