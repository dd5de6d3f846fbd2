#include "store/sqlite/migrate.h"

#include <array>

#include <gtest/gtest.h>

#include "store/store.h"
#include "support/temp_dir.h"

namespace store {
namespace {

constexpr Sql count_tables("SELECT count(*) FROM sqlite_schema WHERE type = 'table'");

std::int64_t tables(Database& database) {
  Run row = database.run(count_tables);
  return row.next() ? row.integer() : -1;
}

TEST(Migrate, BringsAnEmptyDatabaseToTheSchemaOfThisProgram) {
  const support::TempDir folder;
  Database database(folder / "n.db", Database::Mode::create);
  migrate(database, embedded_migrations());
  EXPECT_EQ(schema_version(database), static_cast<std::int64_t>(embedded_migrations().size()));
  EXPECT_TRUE(recognise(database, folder / "n.db"));
  EXPECT_EQ(tables(database), 11);
}

TEST(Migrate, RunsOnlyWhatTheDatabaseHasNotHad) {
  const support::TempDir folder;
  Database database(folder / "n.db", Database::Mode::create);
  const std::array first = {"CREATE TABLE one (a)"};
  const std::array both = {"CREATE TABLE one (a)", "CREATE TABLE two (a)"};
  migrate(database, first);
  migrate(database, both);
  migrate(database, both);
  EXPECT_EQ(schema_version(database), 2);
  EXPECT_EQ(tables(database), 2);
}

TEST(Migrate, AMigrationThatFailsLeavesTheSchemaBeforeIt) {
  const support::TempDir folder;
  Database database(folder / "n.db", Database::Mode::create);
  const std::array texts = {"CREATE TABLE one (a)", "CREATE TABLE two (a); CREATE TABLE one (a)"};
  EXPECT_THROW(migrate(database, texts), Broken);
  EXPECT_EQ(schema_version(database), 1);
  EXPECT_EQ(tables(database), 1);
}

}  // namespace
}  // namespace store
