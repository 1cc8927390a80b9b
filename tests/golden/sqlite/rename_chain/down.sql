-- +orqgen downgrade sqlite
-- free the name plans
ALTER TABLE plans RENAME TO orq_swap_plans;

-- rename table runs to plans
ALTER TABLE runs RENAME TO plans;

-- rename table plans to runs
ALTER TABLE orq_swap_plans RENAME TO runs;

-- rename column steps.b to a
ALTER TABLE steps RENAME COLUMN b TO a;

-- rename column steps.c to b
ALTER TABLE steps RENAME COLUMN c TO b;

-- rename column steps.d to c
ALTER TABLE steps RENAME COLUMN d TO c;
