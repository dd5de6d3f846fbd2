#include "agent/open_link.h"

#include <gtest/gtest.h>

namespace {

TEST(OpenLink, OpensNothingButTheWeb) {
  for (const char* link : {"file:///etc/passwd", "ftp://example.org/", "--version", ""}) {
    const auto opened = agent::open_link(link);
    ASSERT_FALSE(opened) << link;
    EXPECT_EQ(opened.error().cause, base::Cause::denied);
  }
}

}  // namespace
