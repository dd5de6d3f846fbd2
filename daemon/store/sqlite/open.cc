#include "store/sqlite/open.h"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "store/open.h"
#include "store/sqlite/migrate.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/writer.h"

namespace store::sqlite {
namespace {

namespace fs = std::filesystem;
using base::Cause;

constexpr Sql ask_schema("SELECT count(*) FROM sqlite_schema");
constexpr Sql ask_integrity("PRAGMA integrity_check(1)");
constexpr Sql ask_foreign_keys("SELECT count(*) FROM pragma_foreign_key_check");

constexpr mode_t database_mode = 0640;

fs::path beside(const fs::path& file, const char* ending) {
  return file.string() + ending;
}

std::string system_words(int number) {
  return std::generic_category().message(number);
}

bool present(const fs::path& file) {
  std::error_code ignored;  // what cannot be looked at is reported when it is opened
  return fs::exists(file, ignored);
}

bool has_bytes(const fs::path& file) {
  std::error_code failed;
  return fs::file_size(file, failed) > 0 && !failed;
}

/// Why the file cannot be used, before SQLite is asked: it would make an empty database of an empty
/// file, and read only what it may not write.
base::Status look_at(const fs::path& file, int access_wanted) {
  struct stat found = {};
  if (stat(file.c_str(), &found) != 0) {
    return base::fail(errno == ENOENT ? Cause::not_found : Cause::denied,
                      "cannot open " + file.string() + ": " + system_words(errno));
  }
  if (!S_ISREG(found.st_mode)) {
    return base::fail(Cause::invalid, file.string() + " is not a file");
  }
  if (access(file.c_str(), access_wanted) != 0) {
    const std::string wish = (access_wanted & W_OK) != 0 ? "cannot write " : "cannot read ";
    return base::fail(Cause::denied, wish + file.string() + ": " + system_words(errno));
  }
  if (found.st_size == 0) {
    return base::fail(Cause::invalid,
                      file.string() +
                          " is empty, which a database never is; restore a copy, or move "
                          "it away to start anew");
  }
  return {};
}

/// What SQLite found wrong with the file, for the operator.
base::Error explain(const SqliteBroken& broken, const fs::path& file) {
  if (broken.code() == SQLITE_NOTADB) {
    return {Cause::invalid, file.string() + " is not a newswatch database"};
  }
  if (broken.code() == SQLITE_CORRUPT) {
    return {
        Cause::invalid,
        file.string() + " is damaged; move it away and restore a copy made by newswatch backup"};
  }
  return {broken.full() ? Cause::limit : Cause::unavailable, broken.what()};
}

/// Opens, recognises and prepares; every way it can fail becomes an error in words.
template <class Work>
base::Result<Database> opened(const fs::path& file, Database::Mode mode, const Work& work) {
  try {
    Database database(file, mode);
    // Nothing may be written, not even the log into the file, before we know whose it is.
    database.checkpoint_on_close(false);
    (void)database.run(ask_schema).next();  // the first look inside: reads the log and the schema
    if (base::Status known = recognise(database, file); !known) {
      return base::fail(std::move(known.error()));
    }
    work(database);
    return database;
  } catch (const SqliteBroken& broken) {
    return base::fail(explain(broken, file));
  }
}

void prepare_for_writing(Database& database) {
  database.execute("PRAGMA journal_mode = WAL;");
  migrate(database, embedded_migrations());
  database.checkpoint_on_close(true);
}

base::Status sync_folder_of(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const base::Fd descriptor(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.open() || fsync(descriptor.get()) != 0) {
    return base::fail(Cause::unavailable,
                      "cannot sync " + folder.string() + ": " + system_words(errno));
  }
  return {};
}

/// Makes the database under another name and renames it when it is whole: a file of the right name
/// is never half a schema, and an empty one is a loss to be told and not a beginning.
base::Status create(const fs::path& file) {
  for (const char* ending : {"-wal", "-journal"}) {
    if (has_bytes(beside(file, ending))) {
      return base::fail(Cause::invalid,
                        file.string() + " is missing, but " + beside(file, ending).string() +
                            " is there; restore a copy, or move it away to start anew");
    }
  }
  const fs::path draft = beside(file, ".new");
  for (const char* ending : {"", "-wal", "-shm", "-journal"}) {
    std::error_code
        ignored;  // left by a process that ended here; if it stays, open() below says so
    fs::remove(beside(draft, ending), ignored);
  }
  const base::Fd made(open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, database_mode));
  if (!made.open()) {
    return base::fail(Cause::denied, "cannot make " + file.string() + ": " + system_words(errno));
  }
  try {
    Database database(draft, Database::Mode::create);
    migrate(database,
            embedded_migrations());  // with a rollback journal: no log is left to go astray
  } catch (const Broken& broken) {
    return base::fail(broken.full() ? Cause::limit : Cause::unavailable, broken.what());
  }
  if (fsync(made.get()) != 0 || rename(draft.c_str(), file.c_str()) != 0) {
    return base::fail(Cause::unavailable,
                      "cannot make " + file.string() + ": " + system_words(errno));
  }
  return sync_folder_of(file);
}

base::Error older_schema(const fs::path& file) {
  return {Cause::invalid,
          file.string() +
              " was written by an older newswatch; start newswatchd once to bring it up to date"};
}

/// Without the right to make the files of the log beside it, a database can only be read while
/// nobody has it open and no log waits to be read.
bool at_rest(const fs::path& file) {
  return !Ownership::holder(file) && !has_bytes(beside(file, "-wal"));
}

base::Result<Database> opened_for_reading(const fs::path& file) {
  const auto nothing_more = [](Database&) {};
  base::Result<Database> database = opened(file, Database::Mode::read, nothing_more);
  if (!database && database.error().cause == Cause::unavailable && at_rest(file)) {
    return opened(file, Database::Mode::immutable, nothing_more);
  }
  return database;
}

}  // namespace

base::Result<std::unique_ptr<Writer>> open_writer(const fs::path& file) {
  if (!present(file)) {
    if (base::Status made = create(file); !made) {
      return base::fail(std::move(made.error()));
    }
  }
  if (base::Status usable = look_at(file, R_OK | W_OK); !usable) {
    return base::fail(std::move(usable.error()));
  }
  base::Result<Database> database = opened(file, Database::Mode::write, prepare_for_writing);
  if (!database) {
    return base::fail(std::move(database.error()));
  }
  if (database->read_only()) {
    return base::fail(Cause::denied, file.string() + " cannot be written");
  }
  return make_writer(*std::move(database));
}

base::Result<std::unique_ptr<Reader>> open_reader(const fs::path& file) {
  if (base::Status usable = look_at(file, R_OK); !usable) {
    return base::fail(std::move(usable.error()));
  }
  base::Result<Database> database = opened_for_reading(file);
  if (!database) {
    return base::fail(std::move(database.error()));
  }
  if (schema_version(*database) < static_cast<std::int64_t>(embedded_migrations().size())) {
    return base::fail(older_schema(file));
  }
  return make_reader(*std::move(database));
}

base::Status check_integrity(const fs::path& file) {
  if (base::Status usable = look_at(file, R_OK); !usable) {
    return usable;
  }
  base::Result<Database> database = opened_for_reading(file);
  if (!database) {
    return base::fail(std::move(database.error()));
  }
  try {
    Run answer = database->run(ask_integrity);
    const std::string found = answer.next() ? answer.text() : "nothing was found in it";
    if (found != "ok") {
      return base::fail(Cause::invalid, file.string() + " is damaged: " + found);
    }
    Run strays = database->run(ask_foreign_keys);
    if (strays.next() && strays.integer() != 0) {
      return base::fail(Cause::invalid,
                        file.string() + " is damaged: rows refer to rows that are gone");
    }
  } catch (const SqliteBroken& broken) {
    return base::fail(explain(broken, file));
  }
  return {};
}

}  // namespace store::sqlite
