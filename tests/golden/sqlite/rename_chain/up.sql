-- +orqgen upgrade sqlite
-- free the name plans
ALTER TABLE plans RENAME TO orq_swap_plans;

-- rename table runs to plans
ALTER TABLE runs RENAME TO plans;

-- rename table plans to runs
ALTER TABLE orq_swap_plans RENAME TO runs;

-- rename column steps.c to d
ALTER TABLE steps RENAME COLUMN c TO d;

-- rename column steps.b to c
ALTER TABLE steps RENAME COLUMN b TO c;

-- rename column steps.a to b
ALTER TABLE steps RENAME COLUMN a TO b;
