#include <filesystem>
#include <ostream>
#include <string>
#include <system_error>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/source.h"
#include "store/open.h"

namespace cli {
namespace {

/// No daemon runs: the copy is made here, under the same lock that keeps a second writer out.
base::Status copy_here(const Source& source,
                       const std::filesystem::path& file,
                       const base::Error& no_daemon) {
  const auto database = source.database();
  std::error_code failed;
  if (!database || !std::filesystem::exists(*database, failed)) {
    const std::string where = database ? " at " + database->string() : "";
    return base::fail(base::Cause::unavailable,
                      no_daemon.message + ", and there is no database" + where);
  }
  const auto ownership = store::Ownership::take(*database);
  if (!ownership) {
    return base::fail(ownership.error());
  }
  const auto writer = store::open_writer(*database, *ownership);
  if (!writer) {
    return base::fail(writer.error());
  }
  return (*writer)->backup(file);
}

}  // namespace

int backup(const Common& common, const std::string& file, const Terminal& terminal) {
  const Source source(common);
  std::error_code failed_to_look;
  if (std::filesystem::exists(file, failed_to_look)) {
    return complain(terminal, file + " is already there; a backup is always a new file", failed);
  }
  const auto answer = source.client().download("/v1/backup", "{}", file);
  base::Status made;
  if (!answer && answer.error().cause == base::Cause::unavailable) {
    made = copy_here(source, file, answer.error());
  } else if (!answer) {
    made = base::fail(answer.error());
  } else if (answer->status != 200) {
    return refuse(terminal, *answer);
  }
  if (!made) {
    return refuse(terminal, made.error());
  }
  if (common.json) {
    return print_json(terminal, R"({"done":true})");
  }
  terminal.out << "the database was copied to " << base::printable(file) << '\n';
  return done;
}

}  // namespace cli
