-- camel case and cuid as an ORM of JavaScript writes it
CREATE TYPE "OrderState" AS ENUM ('NEW', 'PAID');
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT NOT NULL, "emailVerified" TIMESTAMP(3), "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" TIMESTAMP(3) NOT NULL, "meta" JSONB NOT NULL DEFAULT '{}', "score" DOUBLE PRECISION NOT NULL DEFAULT 0.5, "amount" DECIMAL(65,30) NOT NULL DEFAULT 0, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" SERIAL NOT NULL, "userId" TEXT, "state" "OrderState" NOT NULL DEFAULT 'NEW', "Tags" TEXT[], CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));
CREATE TABLE "_OrderToUser" ("A" INTEGER NOT NULL, "B" TEXT NOT NULL, CONSTRAINT "_OrderToUser_AB_pkey" PRIMARY KEY ("A","B"));
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE INDEX "_OrderToUser_B_index" ON "_OrderToUser"("B");
CREATE INDEX "Order_userId_state_idx" ON "Order"("userId", "state" DESC);
ALTER TABLE "Order" ADD CONSTRAINT "Order_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "_OrderToUser" ADD CONSTRAINT "_OrderToUser_A_fkey" FOREIGN KEY ("A") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "_OrderToUser" ADD CONSTRAINT "_OrderToUser_B_fkey" FOREIGN KEY ("B") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TABLE "_prisma_migrations" (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
-- then
ALTER TABLE "Order" RENAME COLUMN "userId" TO "ownerId";
ALTER TABLE "Order" RENAME CONSTRAINT "Order_userId_fkey" TO "Order_ownerId_fkey";
ALTER TABLE "User" ALTER "emailVerified" TYPE timestamptz(3), ALTER "amount" TYPE numeric(20,4);
ALTER TABLE "_OrderToUser" DROP CONSTRAINT "_OrderToUser_AB_pkey"; CREATE UNIQUE INDEX "_OrderToUser_AB_unique" ON "_OrderToUser" ("A", "B");


