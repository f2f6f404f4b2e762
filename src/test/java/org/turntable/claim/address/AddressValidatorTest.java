package org.turntable.claim.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.claim.address.AddressValidator.Field;
import org.turntable.claim.address.AddressValidator.Problem;
import org.turntable.claim.address.AddressValidator.Typed;

class AddressValidatorTest {
    private static final Typed GOOD = new Typed("王小桂", "13800138000", "浙江省", "杭州市", "西湖区", "文三路478号3单元1201", true);

    @Test
    void validInputGivesAnAddress() {
        assertEquals(
                new PostalAddress("王小桂", "13800138000", "浙江省", "杭州市", "西湖区", "文三路478号3单元1201"),
                AddressValidator.of(GOOD).address().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "13800138000",
                "138 0013 8000",
                "138-0013-8000",
                "+86 138 0013 8000",
                "+8613800138000",
                "008613800138000",
                "8613800138000",
                "１３８００１３８０００",
                "＋８６ １３８ ００１３ ８０００",
                "（138）0013.8000",
                "138\u00a00013\u20138000"
            })
    void aMobileNumberIsNormalised(String typed) {
        assertEquals(
                "13800138000",
                AddressValidator.of(mobile(typed)).address().orElseThrow().mobile());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12800138000",
                "1380013800",
                "138001380000",
                "+85291234567",
                "010-12345678",
                "+8513800138000",
                "١٣٨٠٠١٣٨٠٠٠",
                "13800138OOO",
                "138001380 00x",
                "++8613800138000",
                "=13800138000",
                "86138001380001",
                "0086 0086 13800138000"
            })
    void aNumberThatIsNotAMainlandMobileNumberIsRejected(String typed) {
        assertEquals(
                Map.of(Field.MOBILE, Problem.WRONG),
                AddressValidator.of(mobile(typed)).problems());
    }

    @ParameterizedTest
    @CsvSource({
        "RECIPIENT, 王",
        "RECIPIENT, 王1",
        "RECIPIENT, 王😀桂",
        "RECIPIENT, <b>王</b>",
        "RECIPIENT, '王小桂;DROP'",
        "PROVINCE, 浙江",
        "PROVINCE, Zhejiang",
        "PROVINCE, 蓬莱省",
        "CITY, 杭",
        "CITY, 杭州1",
        "CITY, =杭州市",
        "DISTRICT, 西",
        "DISTRICT, 西湖区!",
        "DETAIL, 路1",
        "DETAIL, 123456",
        "DETAIL, 文三路478号😀",
        "DETAIL, 文三路<478>号",
        "DETAIL, =HYPERLINK(1)"
    })
    void anInvalidValueIsReportedForItsField(Field field, String typed) {
        assertEquals(
                Map.of(field, Problem.WRONG),
                AddressValidator.of(with(field, typed)).problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"王\u202e桂", "王\u0000桂", "王\u200b桂", "王\ud800桂"})
    void invisibleCharactersAreNotAllowedInNames(String typed) {
        assertEquals(
                Map.of(Field.RECIPIENT, Problem.WRONG),
                AddressValidator.of(with(Field.RECIPIENT, typed)).problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"王小桂", "欧阳 小桂", "买买提·艾力", "阿卜杜拉·麦麦提·吐尔逊", "Anna-Lena O’Neill", "J. R. Smith Jr.", "㐀𠮷"})
    void namesInAllScriptsAreAccepted(String name) {
        assertEquals(Map.of(), AddressValidator.of(with(Field.RECIPIENT, name)).problems());
    }

    @ParameterizedTest
    @CsvSource({
        "北京市, '', 朝阳区, 北京市",
        "上海市, 上海市, 浦东新区, 上海市",
        "广东省, 东莞市, '', 东莞市",
        "广东省, 中山, '', 中山",
        "甘肃省, 嘉峪关市, '', 嘉峪关市",
        "新疆维吾尔自治区, 巴音郭楞蒙古自治州, 库尔勒市, 巴音郭楞蒙古自治州",
        "香港特别行政区, '', 湾仔区, 香港特别行政区"
    })
    void aMunicipalityNeedsNoCityAndACityWithoutDistrictsNone(
            String province, String city, String district, String told) {
        Typed typed = new Typed("王小桂", "13800138000", province, city, district, "文三路478号", true);
        assertEquals(told, AddressValidator.of(typed).address().orElseThrow().city());
    }

    @Test
    void missingValuesAreReportedFieldByField() {
        assertEquals(
                Map.of(
                        Field.RECIPIENT,
                        Problem.MISSING,
                        Field.MOBILE,
                        Problem.MISSING,
                        Field.PROVINCE,
                        Problem.MISSING,
                        Field.CITY,
                        Problem.MISSING,
                        Field.DISTRICT,
                        Problem.MISSING,
                        Field.DETAIL,
                        Problem.MISSING,
                        Field.CONSENT,
                        Problem.MISSING),
                AddressValidator.of(Typed.NOTHING).problems());
    }

    @Test
    void withoutConsentThereIsNoAddress() {
        Typed without = new Typed("王小桂", "13800138000", "浙江省", "杭州市", "西湖区", "文三路478号", false);
        assertEquals(
                Map.of(Field.CONSENT, Problem.MISSING),
                AddressValidator.of(without).problems());
        assertEquals(true, AddressValidator.of(without).address().isEmpty());
    }

    @Test
    void spacesAndFullWidthFormsAreNormalised() {
        PostalAddress address = AddressValidator.of(
                        new Typed("　王小桂 ", "13800138000", "浙江省", "杭州市", "西湖区", " 文三路　４７８号\r\n３单元 ", true))
                .address()
                .orElseThrow();
        assertEquals("王小桂", address.recipient());
        assertEquals("文三路 478号 3单元", address.detail());
    }

    @Test
    void theMaximumLengthIsAcceptedAndOneMoreIsNot() {
        assertEquals(
                Map.of(),
                AddressValidator.of(with(Field.DETAIL, "路".repeat(100))).problems());
        assertEquals(
                Map.of(Field.DETAIL, Problem.WRONG),
                AddressValidator.of(with(Field.DETAIL, "路".repeat(101))).problems());
        assertEquals(
                Map.of(Field.RECIPIENT, Problem.WRONG),
                AddressValidator.of(with(Field.RECIPIENT, "王".repeat(31))).problems());
    }

    @Test
    void thereAreThirtyFourProvinces() {
        assertEquals(34, Provinces.ALL.stream().distinct().count());
    }

    @Test
    void theTextOfAnAddressIsMasked() {
        PostalAddress address = AddressValidator.of(GOOD).address().orElseThrow();
        assertEquals("王** 138****8000 浙江省杭州市…", address.toString());
        assertFalse(GOOD.toString().contains("王"));
        assertEquals("𠮷*", new PostalAddress("𠮷小", "13800138000", "北京市", "北京市", "朝阳区", "x").maskedRecipient());
        assertEquals("北京市", new PostalAddress("𠮷小", "13800138000", "北京市", "北京市", "朝阳区", "x").area());
        assertEquals(address, PostalAddress.ofText(address.text()));
    }

    private static Typed mobile(String mobile) {
        return with(Field.MOBILE, mobile);
    }

    private static Typed with(Field field, String value) {
        return new Typed(
                field == Field.RECIPIENT ? value : GOOD.recipient(),
                field == Field.MOBILE ? value : GOOD.mobile(),
                field == Field.PROVINCE ? value : GOOD.province(),
                field == Field.CITY ? value : GOOD.city(),
                field == Field.DISTRICT ? value : GOOD.district(),
                field == Field.DETAIL ? value : GOOD.detail(),
                true);
    }
}
