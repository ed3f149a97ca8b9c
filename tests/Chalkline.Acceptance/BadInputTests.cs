using System.Globalization;

namespace Chalkline.Acceptance;

/// <summary>Bad input through the command: one plain line on the error stream, exit code 2, nothing else.</summary>
public sealed class BadInputTests
{
    private const string Plan = "plan llama-3.1-8b --on h100x8";
    private const string Explain = "explain llama-3.1-8b --on h100x8";
    private const string Serve = "serve llama-3.1-8b --on h100x8";
    private const string Pipeline = "pipeline llama-3.1-8b --on h100x8";
    private const string Roofline = "roofline llama-3.1-8b --on h100x8";

    [Theory]
    [InlineData("", "--help")]
    [InlineData("plann", "'plann' is not a command or option; `chalk --help`")]
    [InlineData("catalog", "`chalk catalog --help`")]
    [InlineData("catalog import", "'PATH'|`chalk catalog import --help`")]
    [InlineData("plan deepseek-v3", "'--on' is required|`chalk plan --help`")]
    [InlineData("plan --on h100x8", "'MODEL'")]
    [InlineData(Plan + " extra", "'extra'")]
    [InlineData(Plan + " --bogus", "'--bogus'|`chalk plan --help`")]
    [InlineData(Plan + " --gpus", "'--gpus'")]
    [InlineData("plan deepseek-v33 --on h100x8", "'deepseek-v33' is not a known model; did you mean|DeepSeek-V3")]
    [InlineData("plan qqqqqq --on h100x8", "'qqqqqq' is not a known model|chalk catalog list models")]
    [InlineData("plan llama-3.1-8b --on gb200-nvl27", "'gb200-nvl27' is not a known system; did you mean|gb200-nvl72")]
    [InlineData("plan llama-3.1-8b --on h100x0", "count 0|1 to 1000000")]
    [InlineData("plan llama-3.1-8b --on h100x99999999999", "count 99999999999")]
    [InlineData("catalog list engines", "'engines'|models, families, accelerators, systems or formats")]
    [InlineData("catalog show qqqqqq", "'qqqqqq'")]
    public void A_command_that_cannot_be_read_says_what_would_be_right(string arguments, string hints) => Refused(arguments, hints);

    [Theory]
    [InlineData("--gpus 0", "--gpus 0|whole number of devices, at least 1")]
    [InlineData("--gpus -1", "--gpus -1|at least 1")]
    [InlineData("--gpus 1.5", "--gpus 1.5|whole number")]
    [InlineData("--gpus many", "--gpus many|whole number")]
    [InlineData("--gpus 9", "9 devices|has 8; ask for 1 to 8")]
    [InlineData("--gpus 99999999999999999999", "--gpus")]
    [InlineData("--input 0", "--input 0|more than zero")]
    [InlineData("--input -5", "--input -5|more than zero")]
    [InlineData("--input 1.5", "1.5|whole number of tokens")]
    [InlineData("--input 1e12", "whole number of tokens from 1 to 1,000,000,000")]
    [InlineData("--input NaN", "--input|NaN")]
    [InlineData("--input 5GB", "--input|'5GB' is an amount in bytes|tok")]
    [InlineData("--input abc", "--input|'abc'")]
    [InlineData("--output 0", "--output 0|more than zero")]
    [InlineData("--output 0.5", "0.5|whole number of tokens")]
    [InlineData("--prefix -1", "--prefix -1")]
    [InlineData("--prefix 4096", "4,096 tok leaves nothing of an input of 4,096 tok|shorter")]
    [InlineData("--tpot 0s", "--tpot 0s|more than zero")]
    [InlineData("--tpot 30", "--tpot|'30' has no unit|ms")]
    [InlineData("--tpot 30GB", "--tpot|bytes|duration")]
    [InlineData("--ttft -1s", "--ttft -1s|more than zero")]
    [InlineData("--price 0$/h", "--price")]
    [InlineData("--price 2GB", "--price|bytes")]
    [InlineData("--weights fp7", "'fp7' is not a number format|fp8")]
    [InlineData("--kv fp7", "'fp7' is not a number format|fp8")]
    [InlineData("--fidelity exact", "--fidelity exact|chalk, operator or calibrated")]
    [InlineData("--format xml", "--format xml|table, json, csv or md")]
    [InlineData("--format json --format csv", "--format")]
    [InlineData("--on b200x8", "'--on'|single")]
    [InlineData("--modes split", "--modes split is not known|aggregated, disaggregated, attention-ffn or all")]
    [InlineData("--modes aggregated --prefill-on h200x8", "h200|disaggregated, attention-ffn or both")]
    [InlineData("--routing power-law", "only the calibrated fidelity")]
    public void A_bad_option_of_plan_is_named_with_its_value(string options, string hints) => Refused($"{Plan} {options}", hints);

    [Theory]
    [InlineData("--context 0", "--context 0|more than zero")]
    [InlineData("--context 1.5", "--context 1.5|whole number of tokens")]
    [InlineData("--context 8ms", "--context|duration|tokens")]
    [InlineData("--batch 0", "--batch 0|from 1 to 1e9")]
    [InlineData("--batch 8..1", "--batch 8..1|range")]
    [InlineData("--batch 1..2..3", "--batch 1..2..3|range")]
    [InlineData("--traffic 5GB", "--traffic|bytes")]
    [InlineData("--overlap half", "--overlap half|full or attention-exposed")]
    [InlineData("--sparse topk:0", "'topk:0'|dense, sqrt:1024")]
    [InlineData("--times-price 2,zero", "--times-price|'zero'")]
    [InlineData("--times-price 0.5", "--times-price|at least 1")]
    public void A_bad_option_of_roofline_is_named_with_its_value(string options, string hints) => Refused($"{Roofline} {options}", hints);

    [Theory]
    [InlineData("--phase both", "--phase both|decode or prefill")]
    [InlineData("--batch 0", "--batch 0|whole number of sequences, at least 1")]
    [InlineData("--context 0", "--context 0|more than zero")]
    [InlineData("--prefix 5", "--prefix 5|--phase prefill")]
    [InlineData("--phase prefill --context 100 --prefix 100", "--prefix 100|must be shorter")]
    [InlineData("--tp 3", "TP3 is impossible|32 query heads do not divide over 3")]
    [InlineData("--tp 0", "--tp 0|whole number of devices, at least 1")]
    [InlineData("--pp 99", "PP99|8")]
    [InlineData("--cp 0", "--cp 0|whole number of devices, at least 1")]
    [InlineData("--tp 2 --cp 3", "TP2 CP3 is impossible|32 heads do not divide over 6")]
    [InlineData("--engine llm", "'llm' is not a known engine|vllm, sglang, trtllm")]
    [InlineData("--fidelity chalk", "knows no operators|operator or calibrated")]
    [InlineData("--tp 1 --batch 4096 --context 100k", "does not fit|TP1 needs|spread it wider")]
    [InlineData("--batch 100000 --context 100k", "No usual layout|fewer or shorter")]
    public void A_bad_option_of_explain_is_named_with_its_value(string options, string hints) => Refused($"{Explain} {options}", hints);

    [Theory]
    [InlineData("", "Name a price sheet")]
    [InlineData("nobody/nothing-at-all", "'nobody/nothing-at-all' is not a known price sheet")]
    [InlineData("anthropic/claude-opus-55", "did you mean|claude-opus")]
    [InlineData("gpt-oss-120b", "is sold by|name one")]
    [InlineData("zai/glm-4.5-flash", "is 0|free tier")]
    [InlineData("missing.json", "missing.json: cannot be read")]
    [InlineData("claude-opus-5 --given activ=3", "'activ'|did you mean active")]
    [InlineData("claude-opus-5 --given active", "name and a value")]
    [InlineData("claude-opus-5 --given active=0", "number above 0")]
    [InlineData("claude-opus-5 --given active=3e9,active=4e9", "given twice")]
    [InlineData("claude-opus-5 --given hardware=", "name an accelerator")]
    [InlineData("claude-opus-5 --hardware b200-sxm --given hardware=h100-sxm", "given twice")]
    [InlineData("claude-opus-5 --given active=3e10,total=2e10", "No model can have")]
    [InlineData("claude-opus-5 --hardware h1000", "'h1000' is not a known accelerator")]
    [InlineData("claude-opus-5 --speed fast", "--speed")]
    [InlineData("claude-opus-5 --fast-speed 1", "ratio above 1")]
    [InlineData("claude-opus-5 --seed -1", "--seed -1|whole number")]
    [InlineData("claude-opus-5 --unit word", "--unit word|token, thousand or million")]
    [InlineData("claude-opus-5 --rate 0", "--rate 0|above 0")]
    public void A_bad_question_to_deduce_is_named(string options, string hints) => Refused($"deduce {options}".TrimEnd(), hints);

    [Theory]
    [InlineData("--set hbm.bandwidth=fast", "--set memory.bandwidth=fast|8TB/s")]
    [InlineData("--set hbm.bandwidth=-1TB/s", "--set memory.bandwidth=-1TB/s|more than zero")]
    [InlineData("--set sram=20GB", "--set sram|20 GB|die of 814 mm2")]
    [InlineData("--set colour=red", "'colour' is not a known hardware field|hardware fields")]
    [InlineData("--objective beauty", "--objective beauty|J/tok")]
    [InlineData("--find hbm", "--find names a figure without a condition|--until")]
    [InlineData("--until fits", "--until names a condition without a figure|--find")]
    [InlineData("--find hbm --until happy", "--until happy is not known|memory-bound-ends")]
    [InlineData("--find hbm --until tpot:soon", "--until tpot:soon|tpot:20ms")]
    public void A_bad_option_of_sensitivity_is_named_with_its_value(string options, string hints)
        => Refused($"sensitivity llama-3.1-8b --on h100x8 {options}", hints);

    [Theory]
    [InlineData("--tp 3", "--tp 3|32 heads do not divide")]
    [InlineData("--tp 8 --pp 4", "--tp 8 --pp 4 take 32 devices|has 8")]
    [InlineData("--mfu 0", "--mfu 0|above 0")]
    [InlineData("--memory-price free", "--memory-price free|number")]
    public void A_bad_option_of_reversible_is_named_with_its_value(string options, string hints)
        => Refused($"reversible llama-3.1-8b --on h100x8 {options}", hints);

    [Theory]
    [InlineData("invert --width 1", "--width 1|from 2 to 512")]
    [InlineData("invert --gain none", "--gain none|number")]
    [InlineData("avalanche --blocks 0", "--blocks 0|from 1 to 4096")]
    [InlineData("differential --seed -1", "--seed -1|from 0")]
    [InlineData("mixing --size 12", "--size 12|power of two")]
    [InlineData("mixing --window 0", "--window 0|from 1 to 32")]
    public void A_bad_option_of_cipher_is_named_with_its_value(string options, string hints) => Refused($"cipher {options}", hints);

    [Theory]
    [InlineData("hardware new b --from nothing", "'nothing' is not a known accelerator")]
    [InlineData("hardware new b --from h100 --set hbm=0x", "--set memory.capacity=0x|factor above 0")]
    [InlineData("hardware new ... --from h100", "cannot name a device")]
    [InlineData("hardware new nowhere/b --from h100", "nowhere/b.json: cannot be written|folder")]
    [InlineData("hardware show nothing", "'nothing' is not a known accelerator")]
    [InlineData("hardware", "`chalk hardware --help`")]
    public void A_bad_device_is_named_with_its_value(string arguments, string hints) => Refused(arguments, hints);

    [Theory]
    [InlineData("--phase both", "--phase both|decode, prefill or training")]
    [InlineData("--fidelity chalk", "--fidelity chalk|operator or calibrated")]
    [InlineData("--wire copper", "--wire copper|wire-dally-2023")]
    [InlineData("--mfu 0 --phase training", "--mfu 0|above 0")]
    [InlineData("--pue 0.5", "--pue 0.5|from 1 to 5")]
    [InlineData("--tp 3", "TP3 is impossible")]
    public void A_bad_option_of_energy_is_named_with_its_value(string options, string hints)
        => Refused($"energy llama-3.1-8b --on h100x8 {options}", hints);

    [Theory]
    [InlineData("basin --shares compute=1", "--shares compute=1|together are 1")]
    [InlineData("basin --on nowhere", "'nowhere' is not a known accelerator")]
    [InlineData("basin --tpot 1ns", "no shape runs|longer --tpot")]
    [InlineData("basin --intensity 0FLOP/B", "--intensity 0FLOP/B|more than zero")]
    [InlineData("format --of nvfp4", "--of names a format without its quality|--eN")]
    [InlineData("format --eN 0.9 --loss-ratio 0.99", "--loss-ratio and --eN|one of them")]
    [InlineData("format --loss-ratio 2", "--loss-ratio 2|from 0.5 to 1.5")]
    [InlineData("format --loss-ratio 1.2", "No size of besiroglu-2024|1.")]
    [InlineData("format --loss 2.1", "--baseline-loss")]
    [InlineData("format --score 60", "--anchors")]
    [InlineData("format --score 60 --anchors 8e9=62", "--anchors 8e9=62|two baselines")]
    [InlineData("format --eN 0.9 --of fp7", "'fp7' is not a number format|nvfp4")]
    [InlineData("format --eN 0.9 --share 0", "--share 0|above 0")]
    [InlineData("format --eN 0.9 --speed 2 --weights-only", "--speed and --weights-only")]
    [InlineData("test bf16-a100", "'B'")]
    [InlineData("test bf16-a100 nothing", "'nothing' is not a known design|blackwell-gpu")]
    [InlineData("test bf16-a100 w4a4-fp4 --objective beauty", "--objective beauty|energy, cost, compute or time")]
    [InlineData("test sram-wafer bf16-a100 --objective cost", "No price of cerebras-wse3|another objective")]
    [InlineData("ipp edge-device edge-device", "'edge-device' is named twice")]
    [InlineData("ipp --law nothing", "'nothing' is not a known scaling law")]
    [InlineData("regret --on h100-sxm", "one device has nothing to regret")]
    [InlineData("regret --per kilo", "--per kilo|device, dollar or watt")]
    [InlineData("regret --on h20,h100-sxm", "No price of h20|per device or watt")]
    [InlineData("regret --scenarios none", "'none' is not a known set of scenarios|roadmap")]
    [InlineData("activation --baseline relu2", "--baseline relu2|swiglu")]
    [InlineData("activation --correlation 2", "--correlation 2|from 0.01 to 1")]
    [InlineData("activation --charge twice", "--charge twice|parameters or split")]
    [InlineData("activation nothing", "'nothing' is not a known model")]
    [InlineData("attention-fit nothing", "'nothing' is not a known model")]
    [InlineData("attention-fit --mtp 0", "--mtp 0|from 1 to 64")]
    [InlineData("attention-fit --kv fp7", "'fp7' is not a number format")]
    [InlineData("grain --mac -1", "--mac -1|from")]
    [InlineData("grain --weights fp7", "'fp7' is not a number format")]
    [InlineData("trend --of nothing", "--of 'nothing'|bandwidth")]
    [InlineData("trend --limit context", "--limit context|context=1e6")]
    [InlineData("trend --coverage 1", "--coverage 1|below 1")]
    [InlineData("trend --tape-out soon", "--tape-out soon|date")]
    [InlineData("sram --machine nothing", "--machine nothing|cerebras-cs3")]
    [InlineData("sram --machine tesla-d1", "no SRAM bandwidth")]
    [InlineData("sram --chips 2", "--chips 2|take 19")]
    [InlineData("demand --fleet h100x8:0", "--fleet h100x8:0|1 to 1,000,000")]
    [InlineData("demand --compute-use 0", "--compute-use 0|above 0")]
    [InlineData("demand --rl-work 9", "--rl-work 9|from 2 to 6")]
    [InlineData("split --micro-batches 0", "--micro-batches 0|at least 1")]
    [InlineData("split --gpus 1", "1 devices|2 to 4,096")]
    [InlineData("flexibility --gain 0.5", "--gain 0.5|from 1 to")]
    [InlineData("flexibility --gain fast", "--gain fast|number")]
    [InlineData("flexibility --chance 2", "--chance 2|share from 0 to 1")]
    [InlineData("flexibility --slowdown 0.1", "--slowdown 0.1|from 1 to")]
    [InlineData("flexibility --value -1", "--value -1|from 0 to")]
    public void A_bad_option_of_codesign_is_named_with_its_value(string options, string hints) => Refused($"codesign {options}", hints);

    [Theory]
    [InlineData("--gpus 1", "1 devices|2 to 4,096")]
    [InlineData("--gpus 16 --ffn-gpus 16", "16 of 16 devices|name 1 to 15")]
    [InlineData("--fidelity chalk", "knows no operators|operator or calibrated")]
    [InlineData("--ffn-on nowhere", "nowhere")]
    [InlineData("--tpot soon", "--tpot|soon")]
    public void A_bad_option_of_split_is_named_with_its_value(string options, string hints)
        => Refused($"split deepseek-v3 --on hgx-h800 {options}", hints);

    [Theory]
    [InlineData("--utilisation 0", "utilisation of 0|above 0")]
    [InlineData("--utilisation 1.2", "--utilisation 1.2|share from 0 to 1")]
    [InlineData("--margin -20%", "--margin -20%|add --loss")]
    [InlineData("--margin lots", "--margin lots|profit over cost")]
    [InlineData("--price 0$/h", "--price 0$/h|more than zero")]
    [InlineData("--capex 0$", "--capex 0$|more than zero")]
    [InlineData("--tiers tape", "'tape' is not a known tier|flash")]
    [InlineData("--tiers hbm,hbm", "--tiers hbm,hbm|'hbm' is named twice")]
    [InlineData("--own --price 2$/h", "--price is a rent|--capex")]
    [InlineData("--years 5", "--years 5|add --own")]
    [InlineData("--own --pue 0.5", "PUE of 0.5|at least 1")]
    [InlineData("--as-of 2019", "as of 2019|--price")]
    [InlineData("--as-of soon", "--as-of soon|2026-11")]
    [InlineData("--host-share 70% --network-share 60%", "host share of 0.7|their sum")]
    [InlineData("--lengths 4k,8k", "--lengths 4k,8k|'4k' must be a length and its weight")]
    [InlineData("--lengths 4k:0", "more than zero")]
    [InlineData("--longest 2k", "--longest 2k|must be as long at least")]
    [InlineData("--longest 10M", "do not fit|sell shorter ones")]
    [InlineData("--workload nothing", "'nothing' is not a known workload|codex-swe-bench-pro, deepseek-day-6")]
    [InlineData("--workload no.json", "no.json: cannot be read")]
    [InlineData("--workload no.csv", "no.csv: cannot be read")]
    [InlineData("--workload deepseek-day-6 --longest 2k", "--longest 2k|must be as long at least")]
    [InlineData("--hit-rate 1", "hit rate of 1|below 1")]
    [InlineData("--keep never", "--keep never|5min,1h")]
    [InlineData("--fast 0.5", "--fast 0.5|at least 1")]
    [InlineData("--tp 3", "TP3 takes 3 devices|2 of")]
    [InlineData("--tp 2 --batch 100000", "no batch of 100,000|fewer sequences")]
    public void A_bad_option_of_price_is_named_with_its_value(string options, string hints)
        => Refused($"price llama-3.1-8b --on h100x2 {options}", hints);

    /// <summary>Longer than configured is no error, for contexts are stretched; it is said.</summary>
    [Theory]
    [InlineData("plan llama-3.1-8b --on h100x8 --input {0} --output 1000")]
    [InlineData("price llama-3.1-8b --on h100x8 --output 1000 --lengths 4k:1,{0}:1")]
    [InlineData("serve llama-3.1-8b --on h100x8 --input {0} --output 1000 --concurrency 1 --curve 1")]
    public void A_request_beyond_the_context_of_the_model_is_computed_with_a_remark(string command)
    {
        string Lines(string length) => string.Join(
            ' ',
            Chalk.Start(string.Format(CultureInfo.InvariantCulture, command, length)).Good()
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        Lines("200k").ShouldContain("more than the context of");
        Lines("100k").ShouldNotContain("more than the context of");
    }

    [Theory]
    [InlineData("price llama-3.1-8b --on rtx-5090", "No rent of rtx-5090|--price")]
    [InlineData("price llama-3.1-8b --on gb200-nvl72 --own", "No purchase price of gb200|--capex")]
    [InlineData("price accounts nothing", "'nothing'|deepseek-day-6")]
    public void What_no_price_is_known_of_says_how_to_give_one(string command, string hints) => Refused(command, hints);

    [Theory]
    [InlineData("cache", "No model is named|--active")]
    [InlineData("cache --active 100e9", "--kv-per-token")]
    [InlineData("cache --kv-per-token 2048", "--active")]
    [InlineData("cache --active 100e9 --kv-per-token 2048 --prefix 4k", "--prefix 4k|needs a model")]
    [InlineData("cache llama-3.1-8b --fidelity operator", "--fidelity operator|--on")]
    [InlineData("cache llama-3.1-8b --weights fp8", "--weights fp8|--on")]
    [InlineData("cache llama-3.1-8b --set peaks=2x", "--set peaks=2x|--on")]
    [InlineData("cache llama-3.1-8b --active 8e9", "--active 8e9|give one of them")]
    [InlineData("cache llama-3.1-8b --on h100x8 --active 8e9", "--active 8e9|give one of them")]
    [InlineData("cache llama-3.1-8b --on h100x8 --mfu 40%", "--mfu 40%|--lecture")]
    [InlineData("cache llama-3.1-8b --on h100x8 --lecture --mfu 0", "--mfu 0|above 0")]
    [InlineData("cache llama-3.1-8b --on h100x8 --hold soon", "--hold soon|5min")]
    [InlineData("cache llama-3.1-8b --on h100x8 --tiers tape", "'tape' is not a known tier|disk, dram, flash, hbm, remote")]
    [InlineData("cache llama-3.1-8b --on h100x8 --tiers flash,flash-61tb", "'flash-61tb'|once")]
    [InlineData("cache llama-3.1-8b --on h100x8 --copy slowly", "--copy slowly|overlapped or waits")]
    [InlineData("cache llama-3.1-8b --on h100x8 --gaps often", "'often'|exponential:2min")]
    [InlineData("cache llama-3.1-8b --on h100x8 --input-price 5$/Mtok", "--cached-price|give both")]
    [InlineData("cache llama-3.1-8b --on h100x8 --input-price 1$/Mtok --cached-price 2$/Mtok", "--cached-price|less than")]
    [InlineData(
        "cache llama-3.1-8b --on h100x8 --input-price 5$/Mtok --cached-price 1$/Mtok --write-price 6$/Mtok",
        "--write-price 6$/Mtok|5min=6.25$/Mtok")]
    public void A_bad_option_of_cache_is_named_with_its_value(string command, string hints) => Refused(command, hints);

    [Theory]
    [InlineData("", "--traffic is needed")]
    [InlineData("--traffic 0", "--traffic 0|more than zero")]
    [InlineData("--traffic 5GB", "--traffic|bytes")]
    [InlineData("--traffic 5e7 --months 0", "--months 0|more than zero")]
    [InlineData("--traffic 5e7 --months soon", "--months soon|number")]
    [InlineData("--traffic 5e7 --shares 30/30/30", "30/30/30|add up to 90 %|25/25/50")]
    [InlineData("--traffic 5e7 --shares half", "'half'|thirds")]
    [InlineData("--traffic 5e7 --train-tokens -1", "--train-tokens -1|more than zero")]
    [InlineData("--traffic 5e7 --rl-tokens -1", "--rl-tokens -1|more than zero")]
    [InlineData("--traffic 5e7 --rl-train-share 7", "--rl-train-share 7|from 2")]
    [InlineData("--traffic 5e7 --decode-mfu 0", "--decode-mfu 0|above 0")]
    [InlineData("--traffic 5e7 --law hofmann", "'hofmann' is not a known scaling law; did you mean|hoffmann")]
    [InlineData("--traffic 5e7 --law clark", "clark-2022-s-base|choose another")]
    [InlineData("--traffic 5e7 --price 2$/h", "--price|--on")]
    [InlineData("--traffic 5e7 --mean-chain 64k", "mean chain|longest")]
    [InlineData("--traffic 5e7 --reward-curve 0.3,0.6 --on hgx-h100", "reward curve|R0,A,C_mid,B")]
    [InlineData("--traffic 5e7 --total 1e9", "--total 1e9|active parameters")]
    public void A_bad_option_of_lifecycle_is_named_with_its_value(string options, string hints)
        => Refused($"lifecycle --active 100e9 {options}", hints);

    [Theory]
    [InlineData("lifecycle --traffic 5e7", "MODEL or --active")]
    [InlineData("lifecycle llama-3.1-8b --active 8e9 --traffic 5e7", "--active|leave either out")]
    [InlineData("lifecycle deepseek-v3 --traffic 5e7 --on hgx-h100", "name more of it, such as hgx-h100x4")]
    public void A_life_needs_one_model_and_a_machine_that_holds_it(string arguments, string hints) => Refused(arguments, hints);

    [Theory]
    [InlineData("--stages 33", "--stages 33|has 32 layers")]
    [InlineData("--stages 4 --tp 4", "16 devices|has 8")]
    [InlineData("--schedule zb-9", "'zb-9' is not a known schedule|zb-2p")]
    [InlineData("--schedule zb-v --micro-batches 7", "at least 8 micro-batches")]
    [InlineData("--schedule interleaved --micro-batches 6", "groups of 4")]
    [InlineData("--schedule interleaved --chunks 9", "32 layers cannot be cut into 36 parts")]
    [InlineData("--chunks 2", "--chunks needs --schedule interleaved")]
    [InlineData("--layers-per-stage 8,8,16", "3 numbers|4 parts")]
    [InlineData("--layers-per-stage 8,8,8,9", "add up to 33|has 32")]
    [InlineData("--serve --schedule 1f1b", "--schedule is of training")]
    [InlineData("--serve --train", "give one of them")]
    [InlineData("--context 4k", "--context is of serving")]
    [InlineData("--serve --sequence 4k", "--sequence is of training")]
    public void A_bad_option_of_pipeline_is_named_with_its_value(string options, string hints) => Refused($"{Pipeline} {options}", hints);

    [Theory]
    [InlineData("--engine none", "'none' is not a known engine|vllm, sglang, trtllm")]
    [InlineData("--concurrency 0", "--concurrency 0|whole number of requests, at least 1")]
    [InlineData("--rate 0req/s", "--rate 0req/s|more than zero")]
    [InlineData("--rate 5", "12 req/s")]
    [InlineData("--rate 5req/s --concurrency 5", "contradict each other|give one")]
    [InlineData("--input 100 --prefix 100", "--prefix 100|must be shorter")]
    [InlineData("--output 1", "--output 1|at least 2")]
    [InlineData("--spread 1", "--spread 1|less than 1")]
    [InlineData("--spread 2", "--spread 2|share from 0 to 1")]
    [InlineData("--acceptance 0.7", "give --drafts")]
    [InlineData("--drafts 3", "--drafts 3: needs --acceptance")]
    [InlineData("--drafts 3 --acceptance 70", "--acceptance 70|share from 0 to 1, such as 0.8 or 80%")]
    [InlineData("--curve 1,x", "--curve 1,x|'x' must be a whole number")]
    [InlineData("--replicas 9 --tp 1", "--replicas 9|fewer replicas")]
    [InlineData("--tp 1 --input 2000000", "does not fit")]
    [InlineData("--fidelity chalkk", "--fidelity chalkk|chalk, operator or calibrated")]
    public void A_bad_option_of_serve_is_named_with_its_value(string options, string hints) => Refused($"{Serve} {options}", hints);

    [Theory]
    [InlineData(Plan, "answer.xyz", "'.xyz' is not a known ending|.html, .svg, .png, .md, .json, .csv")]
    [InlineData(Plan, "answer", "has no ending|.html")]
    [InlineData(Plan, "missing/answer.html", "its folder does not exist")]
    [InlineData(Plan, "folder.html", "is a folder")]
    [InlineData(Plan, "", "the path is empty")]
    [InlineData(Roofline, "missing/answer.png", "its folder does not exist")]
    [InlineData("catalog list", "answer.svg", "this command draws none|.html, .md, .json, .csv")]
    [InlineData("catalog check", "folder.html", "is a folder")]
    public void What_cannot_be_written_is_told_and_leaves_nothing(string command, string path, string hints)
    {
        using Scratch scratch = new();
        Directory.CreateDirectory(scratch.File("folder.html"));

        Refused([.. command.Split(' '), "--out", path], hints, scratch.Path);
        Directory.GetFileSystemEntries(scratch.Path).ShouldHaveSingleItem().ShouldEndWith("folder.html");
        Directory.GetFileSystemEntries(scratch.File("folder.html")).ShouldBeEmpty();
    }

    [Fact]
    public void A_disk_that_refuses_the_file_is_told_and_leaves_nothing()
    {
        if (!Directory.Exists("/proc/self"))
        {
            Assert.Skip("there is no file system here that refuses files even to root");
        }

        Refused([.. Roofline.Split(' '), "--out", "/proc/answer.json"], "/proc/answer.json|cannot be written");
    }

    [Fact]
    public void A_catalogue_that_is_not_there_is_named_with_the_variable_to_set()
    {
        Outcome outcome = Chalk.Run(Plan.Split(' '), data: "/no/such/folder");

        Check(outcome, "'/no/such/folder' does not exist|CHALKLINE_DATA");
    }

    [Theory]
    [InlineData("", "cannot name a model")]
    [InlineData("../../evil", "'../../evil' cannot name a model|my-org/My-Model")]
    [InlineData("a//b", "cannot name a model")]
    [InlineData(".hidden", "cannot name a model")]
    public void An_import_under_a_bad_name_writes_nothing(string name, string hints)
        => RefusedImport(["--name", name], hints);

    [Theory]
    [InlineData("--date", "yesterday", "--date yesterday|2026-11-01")]
    [InlineData("--date", "2026-13-01", "--date 2026-13-01")]
    [InlineData("--format", "xml", "--format xml")]
    [InlineData("--out", "picture.svg", "draws none")]
    public void A_slip_in_the_options_of_import_writes_nothing(string option, string value, string hints)
        => RefusedImport(["--name", "my-org/new", option, value], hints);

    private static void RefusedImport(string[] options, string hints)
    {
        using Scratch scratch = new();
        string data = scratch.CopyOfData();
        string config = scratch.Write("config.json", BadConfigTests.Llama);
        string[] before = Directory.GetFileSystemEntries(Path.Combine(data, "models"));

        Check(Chalk.Run(["catalog", "import", config, .. options], scratch.Path, data), hints);
        Directory.GetFileSystemEntries(Path.Combine(data, "models")).ShouldBe(before, ignoreOrder: true);
    }

    private static void Refused(string arguments, string hints)
        => Refused(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), hints);

    private static void Refused(string[] arguments, string hints, string? folder = null) => Check(Chalk.Run(arguments, folder), hints);

    /// <summary>One line that holds every hint, exit code 2, and nothing on the output.</summary>
    internal static void Check(Outcome outcome, string hints)
    {
        outcome.Error.ShouldStartWith("chalk: ");
        outcome.Error.ShouldEndWith("\n");
        outcome.Error.Count(sign => sign == '\n').ShouldBe(1, outcome.Error);
        outcome.Error.ShouldNotContain("   at ");
        outcome.Error.ShouldNotContain("Exception");
        foreach (string hint in hints.Split('|'))
        {
            outcome.Error.ShouldContain(hint);
        }

        outcome.Output.ShouldBe("");
        outcome.Code.ShouldBe(2);
    }
}
