#include "store/sqlite/migrate.h"

#include <string>

namespace store {
namespace {

constexpr Sql ask_version("PRAGMA user_version");
constexpr Sql ask_application("PRAGMA application_id");

std::int64_t number(Database& database, Sql question) {
  Run answer = database.run(question);
  return answer.next() ? answer.integer() : 0;
}

}  // namespace

std::int64_t schema_version(Database& database) {
  return number(database, ask_version);
}

base::Status recognise(Database& database, const std::filesystem::path& file) {
  using base::Cause;
  if (number(database, ask_application) != application_id) {
    return base::fail(Cause::invalid, file.string() + " is a database of another program");
  }
  const std::int64_t version = schema_version(database);
  const auto known = static_cast<std::int64_t>(embedded_migrations().size());
  if (version > known) {
    return base::fail(Cause::invalid,
                      file.string() + " was written by a newer newswatch (its schema is " +
                          std::to_string(version) + ", this program knows " +
                          std::to_string(known) + "); nothing was changed");
  }
  return {};
}

void migrate(Database& database, std::span<const char* const> migrations) {
  const auto target = static_cast<std::int64_t>(migrations.size());
  for (std::int64_t version = schema_version(database); version < target; ++version) {
    Transaction transaction(database);
    database.execute(migrations[static_cast<std::size_t>(version)]);
    // Pragmas take no parameters; these are numbers of ours.
    database.execute(("PRAGMA application_id = " + std::to_string(application_id) + ";" +
                      "PRAGMA user_version = " + std::to_string(version + 1) + ";")
                         .c_str());
    transaction.commit();
  }
}

}  // namespace store
