#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "net/visits.h"
#include "support/temp_dir.h"

namespace {

using Kind = model::Trouble::Kind;
using net::Response;
using testing::EndsWith;
using testing::HasSubstr;

class FileFeed : public testing::Test {
 protected:
  static net::Request request(const std::string& path) {
    net::Request request;
    request.feed.source = model::Feed::Source::file;
    request.feed.address = path;
    return request;
  }
  support::TempDir folder_;
  visits::Visits visits_;
};

TEST_F(FileFeed, IsReadWholeAndThenNotUntilItChanges) {
  net::Request asked = request(folder_.write("feed.xml", "<rss/>").string());
  const Response first = visits_.get(asked);
  EXPECT_EQ(first.kind, Response::Kind::body);
  EXPECT_EQ(first.body, "<rss/>");
  EXPECT_EQ(first.validators.origin, "file");
  asked.validators = first.validators;
  EXPECT_EQ(visits_.get(asked).kind, Response::Kind::not_modified);
  (void)folder_.write("feed.xml", "<rss></rss>");
  EXPECT_EQ(visits_.get(asked).body, "<rss></rss>");
}

TEST_F(FileFeed, IgnoresValidatorsOfAServer) {
  net::Request asked = request(folder_.write("feed.xml", "<rss/>").string());
  asked.validators = visits_.get(asked).validators;
  asked.validators.origin = "https://example.org";
  EXPECT_EQ(visits_.get(asked).kind, Response::Kind::body);
}

TEST_F(FileFeed, MayBeEmpty) {
  const Response got = visits_.get(request(folder_.write("feed.xml", "").string()));
  EXPECT_EQ(got.kind, Response::Kind::body);
  EXPECT_EQ(got.body, "");
}

TEST_F(FileFeed, SaysWhyItCannotBeRead) {
  const Response missing = visits_.get(request((folder_ / "none.xml").string()));
  EXPECT_EQ(missing.trouble.kind, Kind::file);
  EXPECT_THAT(missing.trouble.message, EndsWith("/none.xml: No such file or directory"));
  EXPECT_THAT(visits_.get(request(folder_.path().string())).trouble.message,
              EndsWith(": is a folder"));
}

TEST_F(FileFeed, DoesNotWaitForAPipeOrDevice) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const std::string& path : {pipe, std::string("/dev/zero")}) {
    EXPECT_THAT(visits_.get(request(path)).trouble.message, EndsWith("is not a regular file"));
  }
}

TEST_F(FileFeed, IsReadUpToItsLimit) {
  net::Request asked = request(folder_.write("feed.xml", std::string(100000, 'x')).string());
  asked.feed.max_size = 100000;
  EXPECT_EQ(visits_.get(asked).body.size(), 100000U);
  asked.feed.max_size = 99999;
  const Response got = visits_.get(asked);
  EXPECT_EQ(got.trouble.kind, Kind::too_large);
  EXPECT_THAT(got.trouble.message, HasSubstr("99999 bytes"));
}

}  // namespace
