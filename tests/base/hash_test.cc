#include "base/hash.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Sha256, GivesThePublishedDigests) {  // FIPS 180-4 examples
  EXPECT_EQ(hex(bytes_of(sha256(""))),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(bytes_of(sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Key128, IsTheFirstHalfOfTheDigest) {
  EXPECT_EQ(hex(bytes_of(key128("abc"))), "ba7816bf8f01cfea414140de5dae2223");
}

TEST(HmacSha256, GivesThePublishedCodes) {  // RFC 4231, test cases 1 and 2
  EXPECT_EQ(hex(bytes_of(hmac_sha256(std::string(20, '\x0b'), "Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(bytes_of(hmac_sha256("Jefe", "what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(HmacSha256, TakesAnEmptyKey) {
  EXPECT_NE(hmac_sha256("", "a"), hmac_sha256("", "b"));
}

TEST(Hash64, TellsTextsApart) {
  EXPECT_EQ(hash64("feed"), hash64("feed"));
  EXPECT_NE(hash64("feed"), hash64("Feed"));
}

TEST(Hex, ShowsEveryByteAsTwoDigits) {
  EXPECT_EQ(hex(std::string("\x00\x0f\xff", 3)), "000fff");
}

TEST(Base64, WritesTheExamplesOfTheStandard) {  // RFC 4648, section 10
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Base64, ReadsBackEveryByteAtEveryLength) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    EXPECT_EQ(parse_base64(base64(bytes)), bytes);
  }
}

TEST(Base64, ReadsWhatWasWrittenWithoutPadding) {
  EXPECT_EQ(parse_base64("Zm8"), "fo");
  EXPECT_EQ(parse_base64("Zg"), "f");
}

TEST(Base64, RefusesWhatIsNone) {
  for (const char* text :
       {"Z", "Zg=", "Zg===", "====", "=", "Zg==Zg==", "Zm9v=", "Zm-v", "Zm 9v", "Zh==", "Zm9="}) {
    const auto bytes = parse_base64(text);
    ASSERT_FALSE(bytes) << text;
    EXPECT_EQ(bytes.error().cause, Cause::invalid);
  }
}

TEST(Uuid5, IsTheSameForTheSameNameInEveryVersion) {
  // The literal is the contract: a changed name space would send every alert once more.
  EXPECT_EQ(uuid5("sahel|bbc-africa|x"), uuid5("sahel|bbc-africa|x"));
  EXPECT_EQ(uuid5("newswatch"), "e6142c35-3a06-5723-9ca7-022acd85573b");
  EXPECT_NE(uuid5("a"), uuid5("b"));
}

TEST(Uuid5, CarriesVersionAndVariant) {
  const std::string uuid = uuid5("anything");
  ASSERT_EQ(uuid.size(), 36U);
  EXPECT_EQ(uuid[14], '5');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
}

TEST(Uuid4, NeverRepeats) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = uuid4();
    EXPECT_EQ(uuid.size(), 36U);
    EXPECT_EQ(uuid[14], '4');
    EXPECT_TRUE(seen.insert(uuid).second);
  }
}

}  // namespace
}  // namespace base
