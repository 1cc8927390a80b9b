CREATE OR REPLACE FUNCTION s.f(IN a int, b varchar(10) = 'x', VARIADIC c text[]) RETURNS SETOF t LANGUAGE plpgsql AS $x$ BEGIN END $x$ STABLE COST 5 SET search_path = a, "B";
