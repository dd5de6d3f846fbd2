#include "store/open.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/one_store.h"
#include "store/sqlite/database.h"

namespace store {
namespace {

namespace fs = std::filesystem;
using support::ingest;
using support::OneStore;
using support::read_file;
using testing::HasSubstr;

void overwrite(const fs::path& file, std::streamoff at, const std::string& bytes) {
  std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
  out.seekp(at);
  out << bytes;
}

void run_sql(const fs::path& file, const char* sql) {
  Database(file, Database::Mode::create).execute(sql);
}

/// Runs the test's question as a user without rights, which root is not; its answer is the exit
/// status.
template <class Question>
bool as_nobody(const Question& question) {
  constexpr uid_t nobody = 65534;
  const pid_t child = fork();
  if (child == 0) {
    if (getuid() == 0 && (setgid(nobody) != 0 || setuid(nobody) != 0)) {
      _exit(2);
    }
    _exit(question() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(OpenWriter, MakesAStoreThatIsOursAndDurable) {
  const OneStore one;
  const auto writer = one.writer();
  Database database(one.file(), Database::Mode::read);
  const auto pragma = [&](Sql sql) {
    store::Run answer = database.run(sql);
    return answer.next() ? answer.text() : "";
  };
  constexpr Sql journal("PRAGMA journal_mode");
  constexpr Sql application("PRAGMA application_id");
  constexpr Sql version("PRAGMA user_version");
  EXPECT_EQ(pragma(journal), "wal");
  EXPECT_EQ(pragma(application), std::to_string(0x6e776368));
  EXPECT_EQ(pragma(version), "2");
  EXPECT_FALSE(fs::exists(one.beside(".new")));
}

TEST(OpenWriter, RefusesAFileThatIsNoDatabase) {
  const OneStore one;
  std::ofstream(one.file()) << std::string(5000, 'x');
  EXPECT_THAT(one.refusal(), HasSubstr("newswatch.db is not a newswatch database"));
  EXPECT_EQ(read_file(one.file()), std::string(5000, 'x'));
}

TEST(OpenWriter, RefusesTheDatabaseOfAnotherProgramUnchanged) {
  const OneStore one;
  run_sql(one.file(), "CREATE TABLE bookmarks (url TEXT)");
  const std::string before = read_file(one.file());
  EXPECT_THAT(one.refusal(), HasSubstr("is a database of another program"));
  EXPECT_EQ(read_file(one.file()), before);
}

TEST(OpenWriter, RefusesANewerSchemaUnchanged) {
  const OneStore one;
  { const auto made = one.writer(); }
  run_sql(one.file(), "PRAGMA user_version = 1000");
  const std::string before = read_file(one.file());
  EXPECT_THAT(one.refusal(), HasSubstr("was written by a newer newswatch"));
  EXPECT_EQ(read_file(one.file()), before);
  EXPECT_THAT(open_reader(one.file()).error().message, HasSubstr("newer newswatch"));
}

TEST(OpenWriter, DoesNotTakeAnEmptyFileForABeginning) {
  const OneStore one;
  std::ofstream(one.file()) << "";
  EXPECT_THAT(one.refusal(), HasSubstr("is empty, which a database never is"));
}

TEST(OpenWriter, DoesNotPlayAnOldLogIntoANewDatabase) {
  const OneStore one;
  std::ofstream(one.beside("-wal")) << "the log of a database that was removed";
  EXPECT_THAT(one.refusal(), HasSubstr("newswatch.db is missing, but"));
}

TEST(OpenWriter, TellsADamagedDatabase) {
  const OneStore one;
  {
    const auto writer = one.writer();
    ingest(*writer, {"x"});
  }
  overwrite(one.file(), 100, std::string(4096 - 100, '\x55'));  // the page of the schema
  EXPECT_THAT(one.refusal(), HasSubstr("is damaged; move it away and restore a copy"));
}

TEST(OpenWriter, TellsATruncatedDatabase) {
  const OneStore one;
  {
    const auto writer = one.writer();
    ingest(*writer, {"x"});
  }
  fs::resize_file(one.file(), 4096);
  EXPECT_THAT(one.refusal(), HasSubstr("is damaged"));
}

TEST(OpenWriter, BeginsAnewAfterAFirstStartThatWasCutShort) {
  const OneStore one;
  std::ofstream(one.beside(".new")) << "half";
  std::ofstream(one.beside(".new-wal")) << "half";
  EXPECT_EQ(one.refusal(), "");
  EXPECT_FALSE(fs::exists(one.beside(".new-wal")));
}

TEST(OpenWriter, KnowsAPathWithEveryCharacter) {
  const support::TempDir folder;
  const fs::path file = folder / "a?mode=memory #%41&'\".db";
  const auto ownership = Ownership::take(file);
  ASSERT_TRUE(open_writer(file, *ownership));
  EXPECT_TRUE(fs::exists(file));
}

TEST(OpenWriter, SaysThatAFolderIsNoDatabase) {
  const OneStore one;
  fs::create_directory(one.file());
  EXPECT_THAT(one.refusal(), HasSubstr("is not a file"));
}

TEST(OpenWriter, SaysThatItMayNotWrite) {
  const OneStore one;
  { const auto made = one.writer(); }
  fs::permissions(one.folder(), fs::perms(0755));
  fs::permissions(one.file(), fs::perms(0444));
  EXPECT_TRUE(as_nobody([&] {
    return one.refusal() == "cannot write " + one.file().string() + ": Permission denied";
  }));
}

TEST(OpenReader, SaysThatThereIsNothing) {
  const support::TempDir folder;
  const auto opened = open_reader(folder / "n.db");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().cause, base::Cause::not_found);
}

TEST(OpenReader, ReadsWhileNoDaemonRuns) {
  const OneStore one;
  {
    const auto writer = one.writer();
    ingest(*writer, {"x"});
  }
  EXPECT_EQ(one.reader()->totals().items, 1);
}

TEST(OpenReader, CannotWrite) {
  const OneStore one;
  const auto writer = one.writer();
  Database database(one.file(), Database::Mode::read);
  EXPECT_THROW(database.execute("UPDATE feed SET items = 0"), Broken);
}

TEST(OpenReader, ReadsWhatItMayOnlyReadWhileNobodyHasItOpen) {
  support::TempDir folder;
  const fs::path file = folder / "newswatch.db";
  {
    const auto ownership = Ownership::take(file);
    const auto writer = open_writer(file, *ownership).value();
    ingest(*writer, {"x"});
  }
  fs::permissions(file, fs::perms(0444));
  fs::permissions(folder.path(), fs::perms(0555));
  EXPECT_TRUE(as_nobody([&] {
    const auto reader = open_reader(file);
    return reader && (*reader)->totals().items == 1;
  }));
  fs::permissions(folder.path(), fs::perms(0755));
}

TEST(OpenReader, DoesNotGuessAtAStoreInUseThatItMayOnlyRead) {
  const OneStore one;
  const auto writer = one.writer();
  ingest(*writer, {"x"});
  fs::permissions(one.folder(), fs::perms(0555));
  for (const char* ending : {"", "-wal", "-shm"}) {
    fs::permissions(one.beside(ending), fs::perms(0400));
  }
  fs::permissions(one.file(), fs::perms(0444));
  EXPECT_TRUE(as_nobody([&] { return !open_reader(one.file()); }));
  fs::permissions(one.folder(), fs::perms(0755));
}

TEST(CheckIntegrity, FindsNothingInAHealthyStoreAndTheDamageInAnother) {
  const OneStore one;
  {
    const auto writer = one.writer();
    ingest(*writer, {"x", "y", "z"});
    EXPECT_TRUE(check_integrity(one.file()));
  }
  EXPECT_TRUE(check_integrity(one.file()));
  const auto pages = static_cast<std::streamoff>(fs::file_size(one.file()) / 4096);
  for (std::streamoff page = 4; page < pages; ++page) {
    overwrite(one.file(), page * 4096 + 8, std::string(64, '\x7f'));
  }
  const base::Status found = check_integrity(one.file());
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message, HasSubstr("is damaged"));
}

}  // namespace
}  // namespace store
